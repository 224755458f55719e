import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;

/** Gives a gateway what it is to hold, on its own machine: {@code LinkLoad DOMAIN=SET…}. Waits until it is up. */
final class LinkLoad {
    private static final int SMTP = 25;
    private static final long START_LIMIT_NANOS = 120_000_000_000L;

    private LinkLoad() {}

    public static void main(String[] arguments) throws Exception {
        try (Smtp smtp = connect().hello()) {
            for (String argument : arguments) {
                String[] held = argument.split("=");
                send(smtp, held[0], MailSet.of(held[1]));
            }
        }
    }

    private static Smtp connect() throws IOException, InterruptedException {
        long limit = System.nanoTime() + START_LIMIT_NANOS;
        while (true) {
            try {
                return new Smtp(InetAddress.getLoopbackAddress(), SMTP);
            } catch (IOException e) {
                if (System.nanoTime() > limit) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }

    private static void send(Smtp smtp, String domain, MailSet set) throws IOException {
        for (int i = 0; i < set.size(); i++) {
            smtp.command("MAIL FROM:<" + MailSet.sender(i) + ">");
            smtp.command("RCPT TO:<" + MailSet.recipient(domain) + ">");
            smtp.command("DATA");
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.writeBytes(set.message(domain, i));
            content.writeBytes(".\r\n".getBytes(ISO_8859_1));
            smtp.send(content.toByteArray());
        }
    }
}
