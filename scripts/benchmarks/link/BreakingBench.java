import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code scripts/bench link --breaking}: one message that is larger than a connection lasts, between two gateways. The line
 * is up and down by turns, and each time it comes up the customer's gateway asks for its mail by ETRN. What arrives must be
 * the message, once; the figure is what went over the line for it.
 */
final class BreakingBench {
    private static final String DOMAIN = "d1.example";
    private static final double MOST = 1.1;
    private static final Pattern OCTETS = Pattern.compile("\"to_far\": \\{.*?\"octets\": (\\d+).*?\"cut\": (\\d+)");
    /** Far more than is needed where hardly an octet is sent twice. */
    private static final int TIMES_THE_LINE = 3;

    private final Path folder;
    private final MailSet mail;
    private final int rate;
    private final int up;
    private final int down;

    private BreakingBench(Path folder, int octets, int rate, int up, int down) {
        this.folder = folder;
        this.mail = MailSet.of("1x" + octets);
        this.rate = rate;
        this.up = up;
        this.down = down;
    }

    /** Arguments: FOLDER OCTETS BITS-A-SECOND SECONDS-UP SECONDS-DOWN. Exit 1 if the message did not come whole, or dear. */
    public static void main(String[] arguments) throws Exception {
        int[] numbers = new int[4];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Integer.parseInt(arguments[i + 1]);
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        System.exit(new BreakingBench(folder, numbers[0], numbers[1], numbers[2], numbers[3]).run() ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        String name = "etrn%d-breaking".formatted(ProcessHandle.current().pid());
        List<Process> started = new ArrayList<>();
        try (Link link = new Link(name, folder.resolve("line.log"), "cubic")) {
            try {
                started.add(start(link.atGateway(gateway("provider", provider())), "provider.log"));
                started.add(start(link.atSite(gateway("customer", customer())), "customer.log"));
                Process load = start(link.atGateway(program("LinkLoad", DOMAIN + "=" + mail)), "load.log");
                started.add(load);
                if (load.waitFor() != 0) {
                    throw new IOException("the provider's gateway did not take the message; see " + folder);
                }
                Process site = link.atSite(program("LinkSite", "127.0.0.1", Link.SITE, folder.resolve("site.log").toString(), "true"))
                        .redirectError(folder.resolve("site.err").toFile())
                        .start();
                started.add(site);
                return breakAgainAndAgain(link, site);
            } finally {
                for (Process process : started) {
                    process.destroyForcibly().waitFor();
                }
            }
        }
    }

    private boolean breakAgainAndAgain(Link link, Process site) throws IOException, InterruptedException {
        link.shape("shape %d %d 150 0".formatted(rate, rate));
        long begin = System.nanoTime();
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> receive(site));
        int times = 0;
        while (!answer.isDone()) {
            times++;
            link.mend();
            Process etrn = start(link.atSite(etrn()), "etrn.log");
            waitFor(answer, up);
            link.breakDown();
            etrn.destroyForcibly().waitFor();
            waitFor(answer, down);
        }
        return told(answer.join(), link.count(), times, (System.nanoTime() - begin) / 1e9);
    }

    private static void waitFor(CompletableFuture<String> answer, int seconds) throws InterruptedException {
        for (int tenth = 0; tenth < 10 * seconds && !answer.isDone(); tenth++) {
            Thread.sleep(100);
        }
    }

    private String receive(Process site) {
        long limit = 60 + TIMES_THE_LINE * mail.octets() * 8 / rate * (up + down) / up;
        try (BufferedReader answers = new BufferedReader(new InputStreamReader(site.getInputStream(), UTF_8))) {
            site.getOutputStream().write("flush %s %s %d\n".formatted(DOMAIN, mail, limit).getBytes(UTF_8));
            site.getOutputStream().flush();
            return String.valueOf(answers.readLine());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private boolean told(String answer, String counts, int times, double seconds) {
        boolean whole = answer.startsWith("whole ");
        Matcher octets = OCTETS.matcher(counts);
        if (!octets.find()) {
            throw new IllegalStateException("no counts: " + counts);
        }
        long sent = Long.parseLong(octets.group(1)) + Long.parseLong(octets.group(2));
        double ratio = (double) sent / mail.octets();
        System.out.printf("%d octets at %d bit/s, %d s up and %d s down: %s%n", mail.octets(), rate, up, down, answer);
        System.out.printf("%.0f s, up %d times, %d octets on the line, %.3f of the message (goal ≤ %.1f: %s)%n",
                seconds, times, sent, ratio, MOST, ratio <= MOST ? "met" : "missed");
        return whole && ratio <= MOST;
    }

    private static List<String> program(String main, String... arguments) {
        List<String> command = new ArrayList<>(LinkBench.java(main));
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> etrn() {
        return List.of(LinkBench.SCRIPTS.resolve("gateway").toString(), "etrn", Link.GATEWAY + ":25", DOMAIN);
    }

    private List<String> gateway(String name, String settings) throws IOException {
        Path file = Files.createDirectories(folder.resolve(name)).resolve("gateway.yaml");
        Files.writeString(file, settings);
        return List.of(LinkBench.SCRIPTS.resolve("gateway").toString(), "run", "--config", file.toString());
    }

    private static String provider() {
        return """
                hostname: mx.isp.example
                postmaster: user@d1.example
                listeners:
                  - { name: local, kind: smtp, bind: "127.0.0.1:25" }
                  - { name: line, kind: smtp, bind: "%1$s:25" }
                sites:
                  d1: { domains: [d1.example], route: { host: %2$s, port: 25 }, trigger: { from: [%2$s/32] } }
                """.formatted(Link.GATEWAY, Link.SITE);
    }

    /** It gives the message to the site behind it as soon as it is whole. */
    private static String customer() {
        return """
                hostname: gateway.site.example
                postmaster: user@d1.example
                upstreams: ["%1$s/32"]
                listeners:
                  - { name: line, kind: smtp, bind: "%2$s:25" }
                sites:
                  d1:
                    domains: [d1.example]
                    route: { host: 127.0.0.1, port: 25 }
                    mode: [hold, retry]
                    trigger: { from: ["%2$s/32"] }
                """.formatted(Link.GATEWAY, Link.SITE);
    }

    private Process start(ProcessBuilder builder, String log) throws IOException {
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }
}
