import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The bound: what one connection can do at best. {@code IdealSender GATEWAY SITE TLS DOMAIN=SET…} takes ETRN for each of
 * the domains and then sends its set in order, from memory, with no queue and no care: where the site has CHUNKING all
 * messages back to back without a look at a reply, else each envelope right behind the body before it.
 */
final class IdealSender {
    private static final int SMTP = 25;

    private final InetAddress site;
    private final Optional<SSLContext> tls;
    private final Map<String, List<byte[]>> mail = new HashMap<>();

    private IdealSender(InetAddress site, Optional<SSLContext> tls) {
        this.site = site;
        this.tls = tls;
    }

    public static void main(String[] arguments) throws Exception {
        boolean secure = Boolean.parseBoolean(arguments[2]);
        IdealSender sender = new IdealSender(
                InetAddress.getByName(arguments[1]), secure ? Optional.of(Tls.trusting()) : Optional.empty());
        for (int i = 3; i < arguments.length; i++) {
            String[] held = arguments[i].split("=");
            sender.hold(held[0], MailSet.of(held[1]));
        }
        try (ServerSocket server = new ServerSocket(SMTP, 10, InetAddress.getByName(arguments[0]))) {
            while (true) {
                try (Socket client = server.accept()) {
                    sender.serve(client);
                } catch (IOException e) {
                    System.err.println(e); // this client is gone
                }
            }
        }
    }

    /** Each message begins with a trace header, as long as a gateway's. */
    private void hold(String domain, MailSet set) {
        List<byte[]> held = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            message.writeBytes("""
                    Received: from load.example (unknown [127.0.0.1])\r
                    \tby mx.isp.example with ESMTP id %016x\r
                    \tfor <%s>; Thu, 01 Jan 2026 00:00:00 +0000\r
                    """.formatted(i, MailSet.recipient(domain)).getBytes(ISO_8859_1));
            message.writeBytes(set.message(domain, i));
            held.add(message.toByteArray());
        }
        mail.put(domain, held);
    }

    private void serve(Socket client) throws IOException {
        client.setTcpNoDelay(true);
        OutputStream out = client.getOutputStream();
        SmtpReader in = new SmtpReader(client.getInputStream(), out);
        write(out, "220 ideal.example\r\n");
        for (String line = in.line(); !line.equals("QUIT"); line = in.line()) {
            write(out, "250 Ok\r\n");
            if (line.startsWith("ETRN ")) {
                String domain = line.substring(5);
                Background.run(() -> new IdealFlush(domain, mail.get(domain)).run(site, tls));
            }
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }
}
