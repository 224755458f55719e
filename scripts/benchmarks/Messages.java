import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The octets of messages of one size, to a user of each of some domains. Immutable. */
final class Messages {
    static final int SMALL = 4 << 10;
    static final int LARGE = 40 << 10;
    private static final String END = ".\r\n";

    private final List<ByteBuffer> envelopes = new ArrayList<>();
    private final ByteBuffer content;

    /**
     * @param size octets of the content
     * @param domains how many of d0.example, d1.example and so on
     */
    Messages(int size, int domains) {
        for (int i = 0; i < domains; i++) {
            envelopes.add(octets("MAIL FROM:<sender@load.example>\r\nRCPT TO:<user@d%d.example>\r\nDATA\r\n"
                    .formatted(i)));
        }
        StringBuilder text = new StringBuilder("From: <sender@load.example>\r\nTo: <user@d0.example>\r\n"
                + "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\nMessage-ID: <load@load.example>\r\nSubject: load\r\n\r\n");
        while (text.length() < size) {
            int length = Math.min(72, size - text.length());
            text.append("x".repeat(Math.max(0, length - 2))).append("\r\n");
        }
        content = octets(text + END);
    }

    /** MAIL, RCPT and DATA of a message. */
    ByteBuffer envelope(long number) {
        return envelopes.get((int) (number % envelopes.size()));
    }

    /** The content of any message, with the dot that ends it. */
    ByteBuffer content() {
        return content;
    }

    private static ByteBuffer octets(String text) {
        byte[] octets = text.getBytes(ISO_8859_1);
        return ByteBuffer.allocateDirect(octets.length).put(octets).flip();
    }
}
