import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** The messages of a flush: so many of each size, small ones first, the same octets in every run. */
record MailSet(List<Part> parts) {
    private static final int LINE = 76;

    record Part(int messages, int octets) {}

    /** {@code text}: {@code 24x3000,1x24000}, messages and octets. */
    static MailSet of(String text) {
        List<Part> parts = new ArrayList<>();
        for (String part : text.split(",")) {
            String[] numbers = part.split("x");
            parts.add(new Part(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
        }
        return new MailSet(List.copyOf(parts));
    }

    @Override
    public String toString() {
        return parts.stream().map(part -> part.messages + "x" + part.octets).collect(Collectors.joining(","));
    }

    int size() {
        return parts.stream().mapToInt(Part::messages).sum();
    }

    long octets() {
        return parts.stream().mapToLong(part -> (long) part.messages * part.octets).sum();
    }

    static String sender(int number) {
        return "m" + number + "@load.example";
    }

    static String recipient(String domain) {
        return "user@" + domain;
    }

    /** The message of a number, from 0. It has all the fields that a mail system would add, and no line begins with a dot. */
    byte[] message(String domain, int number) {
        StringBuilder text = new StringBuilder("""
                From: <%1$s>\r
                To: <%2$s>\r
                Date: Thu, 01 Jan 2026 00:00:00 +0000\r
                Message-ID: <%3$s.%1$s>\r
                Subject: message %4$d\r
                \r
                """.formatted(sender(number), recipient(domain), domain, number));
        int octets = octetsOf(number);
        Random random = new Random(number);
        byte[] line = new byte[LINE / 4 * 3];
        while (text.length() + LINE + 2 <= octets) {
            random.nextBytes(line);
            text.append(Base64.getEncoder().encodeToString(line)).append("\r\n");
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    private int octetsOf(int number) {
        int before = 0;
        for (Part part : parts) {
            before += part.messages;
            if (number < before) {
                return part.octets;
            }
        }
        throw new IllegalArgumentException("no message " + number);
    }
}
