import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;

/** {@code scripts/bench}: what the gateway is promised to do, measured beside Postfix in the same run. */
public final class Bench {
    private static final int CONNECTIONS = 50;
    private static final int STARTS = 5;
    private static final int MILLION = 1_000_000;
    private static final int IDLE = 1000;
    private static final int ETRNS = 200;
    private static final int FIRSTS = 15;
    private static final int DRAINED = 10_000;
    private static final int DRAINED_BY_POSTFIX = 2_000;
    private static final int LIMIT_S = 300;

    /** Postfix is ready for ETRN some time after its 250, when the message was put off. */
    private static final int SETTLE_MS = 3_000;

    private final List<String> rows = new ArrayList<>();
    private final Path folder;
    private final List<String> peers;
    private final int seconds;
    private int number;

    private Bench(Path folder, List<String> peers, int seconds) {
        this.folder = folder;
        this.peers = peers;
        this.seconds = seconds;
    }

    /** Arguments: FOLDER, the peers that are there with commas between them, SECONDS, then names of measurements. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        List<String> peers = arguments[1].isEmpty() ? List.of() : List.of(arguments[1].split(","));
        Bench bench = new Bench(folder, peers, Integer.parseInt(arguments[2]));
        try {
            for (String name : Arrays.asList(arguments).subList(3, arguments.length)) {
                System.err.println("measuring: " + name);
                bench.measure(name);
            }
        } finally {
            bench.print();
        }
    }

    private void measure(String name) throws Exception {
        switch (name) {
            case "start" -> start();
            case "idle" -> idle();
            case "etrn" -> etrn();
            case "drain" -> drain();
            case "million" -> million();
            case "strangers" -> new StrangersBench(fresh(), seconds).measure();
            case "rules" -> new RulesBench(fresh(), seconds).measure();
            case "lists" -> new ListsBench(fresh(), seconds, ListsBench.WHOLE).measure();
            case "lists-sample" -> new ListsBench(fresh(), seconds, ListsBench.SAMPLE).measure();
            case "ingest" -> new Ingest(fresh(), peers, seconds).measure();
            default -> throw new IllegalArgumentException("no such measurement: " + name);
        }
    }

    private void start() throws Exception {
        try (Server server = Server.gateway(fresh(), 100, Server.freePort())) {
            server.start();
            Generator.fill(server.port(), CONNECTIONS, 100, 10_000);
            double[] times = new double[STARTS];
            for (int i = 0; i < STARTS; i++) {
                server.close();
                times[i] = server.start();
            }
            row("start to banner, 100 sites, 10 000 held", "s", median(times), OptionalDouble.empty(), "≤ 1.5");
        }
    }

    /** Starts with very much mail, by how the run before ended. */
    private void million() throws Exception {
        try (Server server = Server.gateway(fresh(), 100, Server.freePort())) {
            server.start();
            Generator.fill(server.port(), CONNECTIONS, 100, MILLION);
            awaitLevel(server);
            alone("resident memory with 1 000 000 held", "MiB", residentMib(server.pid()), "–");
            server.close();
            alone("start to banner with them, after a clean end", "s", server.start(), "≤ 3");
            server.kill();
            alone("the same after kill -9", "s", server.start(), "≤ 60");
            server.kill();
            deleteIndex(server.data().resolve("spool/index"));
            long begun = System.nanoTime();
            alone("the same after the loss of the index", "s", server.start(), "≤ 60");
            awaitLevel(server);
            alone("until the index is complete", "s", (System.nanoTime() - begun) / 1e9, "≤ 180");
            long held = server.held().messages();
            if (held != MILLION) {
                throw new IllegalStateException(held + " are held of " + MILLION);
            }
        }
    }

    private void alone(String what, String unit, double ours, String goal) {
        row(what, unit, ours, OptionalDouble.empty(), goal);
    }

    /** Operators are served some time after the banner. */
    static void awaitLevel(Server server) throws IOException, InterruptedException {
        while (!Files.exists(server.data().resolve("admin.token")) || server.held().behind() > 0) {
            Thread.sleep(100);
        }
    }

    private static void deleteIndex(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private void idle() throws Exception {
        double plain = idle(Server.gateway(fresh(), 1, Server.freePort()), Optional.empty());
        alone("growth of resident memory by 1 000 idle connections", "MiB", plain, "≤ 50");
        Protection tls = Protection.in(fresh());
        Server gateway = Server.gateway(folder.resolve("secured"), 1, Server.freePort(), tls.setting());
        alone("the same under TLS", "MiB", idle(gateway, Optional.of(tls.clients())), "≤ 120");
    }

    private double idle(Server gateway, Optional<SSLSocketFactory> tls) throws Exception {
        List<Smtp> idle = new ArrayList<>();
        try (Server server = gateway) {
            server.start();
            Generator.fill(server.port(), CONNECTIONS, 1, 2_000);
            double before = residentMib(server.pid());
            for (int i = 0; i < IDLE; i++) {
                Smtp smtp = new Smtp(server.port()).hello();
                idle.add(tls.isPresent() ? smtp.secure(tls.get()) : smtp);
            }
            return residentMib(server.pid()) - before;
        } finally {
            for (Smtp smtp : idle) {
                smtp.close();
            }
        }
    }

    /** After a full collection. */
    private static double residentMib(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        new ProcessBuilder(jcmd.toString(), "" + pid, "GC.run").start().waitFor();
        return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
                        .filter(line -> line.startsWith("Rss:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                        .sum()
                / 1024;
    }

    private void etrn() throws Exception {
        for (int held : new int[] {0, 1_000, 50_000}) {
            double ours = onGateway(server -> etrnLatency(server, held));
            OptionalDouble theirs = held > 1_000 ? OptionalDouble.empty() : onPostfix(server -> etrnLatency(server, held));
            row("ETRN reply, %,d held".formatted(held), "ms", ours, theirs, "≤ 2");
        }
        row("first message after ETRN", "ms", onGateway(Bench::firstMessage), onPostfix(Bench::firstMessage), "≤ 20");
    }

    /** The site is offline, so each ETRN finds the same mail. */
    private static double etrnLatency(Running running, int held) throws Exception {
        if (held > 0) {
            Generator.fill(running.server.port(), CONNECTIONS, 1, held);
        }
        try (Smtp smtp = new Smtp(running.server.port()).hello()) {
            double[] times = new double[ETRNS];
            for (int i = 0; i < ETRNS; i++) {
                long sent = System.nanoTime();
                smtp.command("ETRN d0.example");
                times[i] = (System.nanoTime() - sent) / 1e6;
            }
            return median(times);
        }
    }

    private static double firstMessage(Running running) throws Exception {
        double[] times = new double[FIRSTS];
        for (int i = 0; i < FIRSTS; i++) {
            Generator.fill(running.server.port(), 1, 1, 1);
            Thread.sleep(SETTLE_MS);
            try (Sink sink = new Sink(running.sitePort);
                    Smtp smtp = new Smtp(running.server.port()).hello()) {
                long sent = System.nanoTime();
                smtp.command("ETRN d0.example");
                times[i] = (sink.await(1, LIMIT_S) - sent) / 1e6;
            }
        }
        return median(times);
    }

    private void drain() throws Exception {
        row("drain of 4 KB to one site", "/s", onGateway(running -> drained(running, DRAINED)),
                onPostfix(running -> drained(running, DRAINED_BY_POSTFIX)), "≥ 1 000");
    }

    private static double drained(Running running, int messages) throws Exception {
        Generator.fill(running.server.port(), CONNECTIONS, 1, messages);
        Thread.sleep(SETTLE_MS);
        try (Sink sink = new Sink(running.sitePort);
                Smtp smtp = new Smtp(running.server.port()).hello()) {
            long sent = System.nanoTime();
            smtp.command("ETRN d0.example");
            return messages / ((sink.await(messages, LIMIT_S) - sent) / 1e9);
        }
    }

    /** A server in operation, and the port at which it expects the site. */
    private record Running(Server server, int sitePort) {}

    private interface Measurement {
        double of(Running running) throws Exception;
    }

    private double onGateway(Measurement measurement) throws Exception {
        int sitePort = Server.freePort();
        return run(Server.gateway(fresh(), 1, sitePort), sitePort, measurement);
    }

    private OptionalDouble onPostfix(Measurement measurement) throws Exception {
        int sitePort = Server.freePort();
        return peers.contains("postfix")
                ? OptionalDouble.of(run(Server.postfix(fresh(), sitePort), sitePort, measurement))
                : OptionalDouble.empty();
    }

    private static double run(Server server, int sitePort, Measurement measurement) throws Exception {
        try (server) {
            server.start();
            return measurement.of(new Running(server, sitePort));
        }
    }

    private Path fresh() throws IOException {
        return Files.createDirectories(folder.resolve("" + number++));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void row(String what, String unit, double ours, OptionalDouble theirs, String goal) {
        String other = theirs.isPresent() ? figure(theirs.getAsDouble()) : "–";
        String ratio = theirs.isPresent() ? "%.2f".formatted(ours / theirs.getAsDouble()) : "–";
        rows.add(format(what, unit, figure(ours), other, ratio, goal));
    }

    private static String figure(double value) {
        return value >= 100 ? "%,.0f".formatted(value) : "%.2f".formatted(value);
    }

    private static String format(String... cells) {
        return "%-46s %-4s %8s %8s %6s  %s".formatted((Object[]) cells);
    }

    private void print() {
        if (rows.isEmpty()) {
            return;
        }
        System.out.println();
        System.out.println(format("", "", "gateway", "Postfix", "ratio", "goal"));
        rows.forEach(System.out::println);
    }
}
