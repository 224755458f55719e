package org.etrngateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.etrngateway.account.AccountsFile;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.IpAddress;
import org.etrngateway.peers.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A site that logs in and has another address each time, between real sockets. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MovingSiteTest {
    private static final String OLD = "127.0.0.2";
    private static final String NEW = "127.0.0.3";
    private static final String STRANGER = "127.0.0.4";

    @TempDir
    private Path folder;

    private final int port = Ports.free();

    /** A mail server that writes down what it is told. */
    private static final class Server implements AutoCloseable {
        private final ServerSocket listening;
        private final List<String> heard = new CopyOnWriteArrayList<>();

        Server(String address, int port, String greeting) throws IOException {
            listening = new ServerSocket(port, 5, IpAddress.parse(address));
            Thread thread = new Thread(() -> serve(greeting));
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(String greeting) {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    talk(socket, greeting);
                } catch (IOException e) {
                    // It went away, or this server does.
                }
            }
        }

        private void talk(Socket socket, String greeting) throws IOException {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            say(socket, "220 " + greeting + " ESMTP");
            boolean content = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard.add(line);
                if (content) {
                    content = !line.equals(".");
                    if (!content) {
                        say(socket, "250 taken");
                    }
                } else if (line.equals("QUIT")) {
                    say(socket, "221 gone");
                    return;
                } else {
                    content = line.equals("DATA");
                    say(socket, content ? "354 go on" : "250 fine");
                }
            }
        }

        private static void say(Socket socket, String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }

    private Gateway open() throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), """
                hostname: mx.isp.example
                postmaster: admin@acme.example
                listeners: [{ name: smtp, kind: smtp, bind: "0.0.0.0:0" }, { name: trigger, kind: trigger, bind: "0.0.0.0:0" }]
                admin: { bind: "127.0.0.1:0" }
                sites:
                  acme:
                    domains: [acme.example]
                    route: { peer: { port: %d, greeting: mail.acme.example, own-addresses: true } }
                    trigger: { account: acme, plain-text-auth: true }
                    linger: 1s
                """.formatted(port));
        new AccountsFile(folder.resolve("secrets")).put(new AccountName("acme"), "secret", Optional.empty());
        return Gateway.open(ConfigOption.load(file), Clock.systemUTC(), () -> {});
    }

    private static String dialogue(Gateway gateway, String listener, String from, String... lines) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(IpAddress.parse(from), 0));
            socket.connect(new InetSocketAddress(
                    IpAddress.parse("127.0.0.1"),
                    gateway.addresses().get(listener).getPort()));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String reply = reply(in);
            for (String line : lines) {
                Server.say(socket, line);
                reply = reply(in);
            }
            return reply;
        }
    }

    private static String reply(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line.startsWith("-", 3)) {
            line = in.readLine();
        }
        return line;
    }

    private static void mail(Gateway gateway, String text) throws IOException {
        assertThat(dialogue(
                        gateway,
                        "smtp",
                        STRANGER,
                        "EHLO x",
                        "MAIL FROM:<>",
                        "RCPT TO:<a@acme.example>",
                        "DATA",
                        "\r\n" + text + "\r\n."))
                .startsWith("250");
    }

    private static String etrn(Gateway gateway, String from) throws IOException {
        String login = Base64.getEncoder().encodeToString("\0acme\0secret".getBytes(StandardCharsets.US_ASCII));
        return dialogue(gateway, "trigger", from, "EHLO x", "AUTH PLAIN " + login, "ETRN acme.example");
    }

    @Test
    void whoHasItsOldAddressHearsNothing() throws IOException {
        try (Gateway gateway = open()) {
            mail(gateway, "first");
            try (Server site = new Server(OLD, port, "mail.acme.example")) {
                assertThat(etrn(gateway, OLD)).startsWith("253");
                await().until(() -> site.heard.contains("first") && site.heard.contains("QUIT"));
            }
            mail(gateway, "second");
            try (Server stranger = new Server(OLD, port, "mail.other.example");
                    Server site = new Server(NEW, port, "mail.acme.example")) {
                assertThat(dialogue(gateway, "trigger", OLD, "EHLO x", "ETRN acme.example"))
                        .startsWith("530");
                assertThat(dialogue(gateway, "trigger", OLD, "ETRN acme.example"))
                        .startsWith("459");
                assertThat(etrn(gateway, NEW)).startsWith("25");
                await().until(() -> site.heard.contains("second"));
                assertThat(stranger.heard).isEmpty();
            }
        }
    }
}
