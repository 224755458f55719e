import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code scripts/gateway demo}: mail waits for a site that is offline, and comes when the site asks for it. */
public final class Demo {
    private static final long DELIVERY_LIMIT_NANOS = 30_000_000_000L;
    private static final int TRANSCRIPT_HEAD = 24;
    private final Narrator narrator = new Narrator();
    private final List<DemoMail> mails = DemoMail.samples();
    private final int smtp = freePort();
    private final int trigger = freePort();
    private final int admin = freePort();
    private final int acme = freePort();
    private final int harbour = freePort();

    private Demo() throws IOException {}

    /** Exits 0 if every message arrived octet for octet. */
    public static void main(String[] arguments) throws Exception {
        boolean keep = List.of(arguments).contains("--keep");
        if (arguments.length > (keep ? 1 : 0)) {
            System.err.println("usage: scripts/gateway demo [--keep]");
            System.exit(64);
        }
        Path folder = Files.createTempDirectory("etrn-demo");
        try {
            new Demo().run(folder, keep);
            delete(folder);
        } catch (IOException | IllegalStateException e) {
            System.out.println();
            System.out.println("   ✗ " + e.getMessage());
            System.out.println("   The gateway's log and data are in " + folder);
            System.exit(1);
        }
    }

    private void run(Path folder, boolean keep) throws IOException, InterruptedException {
        narrator.title("A mail gateway for sites that are online only now and then");
        narrator.say("Two customers, acme and harbour, dial in once in a while. Until then the gateway keeps"
                + " their mail. Everything below is real: real SMTP over sockets, real files.");
        narrator.step("Start the gateway");
        try (DemoGateway gateway = new DemoGateway(folder, settings())) {
            gateway.awaitGreeting(smtp);
            narrator.done("it takes mail on port " + smtp + " and hears ETRN on port " + trigger);
            sendMail();
            showQueue(gateway);
            flush(gateway, "acme", acme);
            narrator.say("harbour has not called. Its copy of the shared message still waits:");
            narrator.quote(DemoGateway.command("sites", "--config", gateway.settings().toString()));
            flush(gateway, "harbour", harbour);
            narrator.title("Every message arrived, octet for octet. That is all there is to it.");
            if (keep) {
                stay(gateway);
            }
        }
        System.out.println();
    }

    private void sendMail() throws IOException {
        narrator.step("The world sends mail; both sites are offline");
        try (DemoClient client = new DemoClient(smtp)) {
            for (DemoMail mail : mails) {
                String reply = client.send(mail);
                narrator.done(String.format("%-30s %,11d octets   %s",
                        mail.what(), mail.content().length(), reply.substring(0, 3)));
            }
        }
        narrator.say("250 is a promise: each message is safe on the disk.");
    }

    private void showQueue(DemoGateway gateway) throws IOException, InterruptedException {
        narrator.step("The mail is held: nobody is called, nothing is retried");
        narrator.quote(DemoGateway.command("queue", "--config", gateway.settings().toString()));
    }

    private void flush(DemoGateway gateway, String name, int port) throws IOException, InterruptedException {
        String domain = name + ".example";
        narrator.step(name + " comes online and says ETRN");
        List<DemoMail> due = mails.stream().filter(mail -> !mail.recipientsAt(domain).isEmpty()).toList();
        try (DemoSite site = new DemoSite("mail." + domain, port)) {
            narrator.quote(DemoGateway.command("etrn", "127.0.0.1:" + trigger, domain));
            narrator.say("The gateway calls back. This is its session, as " + name + " saw it:");
            long end = System.nanoTime() + DELIVERY_LIMIT_NANOS;
            while (site.received().size() < due.size() && System.nanoTime() < end) {
                Thread.sleep(50);
            }
            narrator.quote(excerpt(site.transcript()));
            narrator.say("Proof: SHA-256 of what was sent, and of what came (behind the trace header):");
            for (DemoMail mail : due) {
                prove(mail, domain, site.received());
            }
        }
    }

    private static List<String> excerpt(List<String> transcript) {
        if (transcript.size() <= TRANSCRIPT_HEAD + 2) {
            return transcript;
        }
        List<String> lines = new ArrayList<>(transcript.subList(0, TRANSCRIPT_HEAD));
        lines.add("… " + (transcript.size() - TRANSCRIPT_HEAD) + " more lines like these");
        return lines;
    }

    private void prove(DemoMail mail, String domain, List<DemoSite.Received> received) {
        List<DemoSite.Received> copies = received.stream()
                .filter(one -> one.octets().contains("\r\nSubject: " + mail.subject() + "\r\n"))
                .toList();
        if (copies.size() != 1) {
            throw new IllegalStateException(mail.what() + ": arrived " + copies.size() + " times, not once");
        }
        DemoSite.Received copy = copies.get(0);
        String sent = DemoMail.sha256(mail.content());
        String came = DemoMail.sha256(behindTraceHeader(copy.octets()));
        if (!sent.equals(came) || !copy.recipients().equals(mail.recipientsAt(domain))) {
            throw new IllegalStateException(mail.what() + ": sent " + sent + " to " + mail.recipientsAt(domain)
                    + ", but " + came + " came for " + copy.recipients());
        }
        narrator.done(String.format("%-30s %s = %s", mail.what(), sent.substring(0, 16), came.substring(0, 16)));
    }

    /** What follows the one Received field that the gateway put in front. */
    private static String behindTraceHeader(String octets) {
        return octets.replaceFirst("\\AReceived:[^\\r]*\\r\\n(?:[ \\t][^\\r]*\\r\\n)*", "");
    }

    private void stay(DemoGateway gateway) throws InterruptedException {
        narrator.say("It stays up (process " + gateway.pid() + ") until you press Ctrl-C. Try:");
        narrator.quote(List.of(
                "scripts/gateway sites --config " + gateway.settings(),
                "scripts/gateway etrn 127.0.0.1:" + trigger + " acme.example"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                gateway.close();
            } catch (IOException e) {
                System.err.println(e.getMessage());
            }
        }));
        gateway.await();
    }

    private String settings() {
        return String.join(
                "\n",
                "hostname: mx.isp.example",
                "data: data",
                "postmaster: anna@acme.example",
                "listeners:",
                "  - { name: smtp, kind: smtp, bind: \"127.0.0.1:" + smtp + "\" }",
                "  - { name: trigger, kind: trigger, bind: \"127.0.0.1:" + trigger + "\" }",
                "admin: { bind: \"127.0.0.1:" + admin + "\" }",
                "sites:",
                site("acme", acme),
                site("harbour", harbour),
                "");
    }

    private static String site(String name, int port) {
        return String.join(
                "\n",
                "  " + name + ":",
                "    domains: [" + name + ".example]",
                "    route: { host: 127.0.0.1, port: " + port + " }",
                "    mode: [hold]",
                "    trigger: { from: [127.0.0.1/32] }");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
