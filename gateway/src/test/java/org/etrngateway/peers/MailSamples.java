package org.etrngateway.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Messages of every kind that tends to be damaged on its way. The same seed gives the same messages. */
final class MailSamples {
    private static final int LARGE_EVERY = 40;
    private final Random random;
    private final String series;
    private final List<String> domains;
    private int count;

    /**
     * @param series starts every id, so that two sets never share one
     * @param domains the recipients' domains; messages with several recipients use all
     */
    MailSamples(long seed, String series, String... domains) {
        this.random = new Random(seed);
        this.series = series;
        this.domains = List.of(domains);
    }

    /** The next messages, of mixed kinds. */
    List<Mail> mixed(int number) {
        List<Mail> mails = new ArrayList<>(number);
        for (int i = 0; i < number; i++) {
            mails.add(mixed());
        }
        return mails;
    }

    /** One short message to one recipient. */
    synchronized Mail small() {
        return mail("sender@origin.example", one(), false, text(60));
    }

    private synchronized Mail mixed() {
        String sender = "sender" + count % 7 + "@origin.example";
        return switch (count % 10) {
            case 0 -> mail("", one(), false, text(200));
            case 1 -> mail(sender, one(), true, octets("Grüße aus Köln, 日本語, naïve café\r\n".repeat(9)));
            case 2 -> mail(sender, one(), false, ".\r\n..\r\n.hidden\r\n...\r\nend.\r\n.\r\n");
            case 3 -> mail(sender, one(), false, word(990) + "\r\n" + word(998) + "\r\n");
            case 4 -> mail(sender, several(), false, text(2_000));
            case 5 -> mail(sender, one(), false, "");
            case 6 -> mail(sender, one(), true, highOctets(40));
            case 7 -> mail(sender, one(), false, text(40_000));
            case 8 -> mail(sender, one(), false, "From the top\r\n>From \r\n \t \r\n\r\nend \r\n\r\n");
            default -> mail(sender, several(), false, text(count % LARGE_EVERY == 9 ? 700_000 : 300));
        };
    }

    private Mail mail(String sender, List<String> recipients, boolean eightBit, String body) {
        String id = series + "-" + count++;
        String head = Mail.ID_FIELD + id + "\r\n"
                + "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n"
                + "From: <sender@origin.example>\r\n"
                + "To: <user@" + domains.get(0) + ">\r\n"
                + "Message-ID: <" + id + "@origin.example>\r\n"
                + "Subject: sample " + id + ",\r\n folded\r\n"
                + (eightBit ? "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n" : "")
                + (eightBit ? "Content-Transfer-Encoding: 8bit\r\n" : "")
                + "\r\n";
        return new Mail(id, sender, recipients, eightBit, head + body);
    }

    private static String octets(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private List<String> one() {
        return List.of("user" + random.nextInt(50) + "@" + domains.get(random.nextInt(domains.size())));
    }

    private List<String> several() {
        List<String> recipients = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(4); i++) {
            recipients.add("user" + i + "@" + domains.get(i % domains.size()));
        }
        return recipients;
    }

    private String text(int octets) {
        StringBuilder text = new StringBuilder(octets + 80);
        while (text.length() < octets) {
            text.append(word(1 + random.nextInt(76))).append("\r\n");
        }
        return text.toString();
    }

    private String word(int length) {
        StringBuilder word = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    /** Lines of octets above 127 of every value. */
    private String highOctets(int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 70 * lines; i++) {
            text.append((char) (128 + random.nextInt(128))).append(i % 70 == 69 ? "\r\n" : "");
        }
        return text.toString();
    }
}
