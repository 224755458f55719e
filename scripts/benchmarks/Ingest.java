import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Durable acceptance, the gateway beside its peers: each on a fresh queue, one after the other, at each point. */
final class Ingest {
    private static final List<Point> POINTS = List.of(
            new Point(Messages.SMALL, 1),
            new Point(Messages.SMALL, 10),
            new Point(Messages.SMALL, 50),
            new Point(Messages.SMALL, 200),
            new Point(Messages.LARGE, 50));
    private static final int SETTLE_MS = 50;
    private static final int SETTLE_LIMIT_S = 120;
    private static final int SHORTEST_WARM_UP_S = 2;
    /** Of the measurement, for a JVM to compile and for the peers to start their processes. */
    private static final int WARM_UP_SHARE = 4;

    private final Path folder;
    private final List<String> peers;
    private final int seconds;
    private final int warmUp;

    /**
     * @param folder on the disk that is measured
     * @param peers those that are there
     * @param seconds measured at each point
     */
    Ingest(Path folder, List<String> peers, int seconds) {
        this.folder = folder;
        this.peers = peers;
        this.seconds = seconds;
        this.warmUp = Math.max(SHORTEST_WARM_UP_S, seconds / WARM_UP_SHARE);
    }

    /** How much mail, over how many connections. */
    private record Point(int size, int connections) {
        @Override
        public String toString() {
            return "%d KB, %d connection%s".formatted(size >> 10, connections, connections == 1 ? "" : "s");
        }
    }

    /** Measures all points, and prints each when it is done. */
    void measure() throws IOException, InterruptedException {
        System.out.print(conditions());
        for (Point point : POINTS) {
            double ceiling = ceiling(point);
            List<IngestRun> runs = new ArrayList<>();
            runs.add(run(IngestRun.OURS, point));
            for (String peer : peers) {
                runs.add(run(peer, point));
            }
            print(point, runs, ceiling);
        }
    }

    private String conditions() {
        return """

                Durable ingest, %d s a point after %d s to warm up. Generator: one thread, connections that are open before, and kept; MAIL RCPT DATA in
                one write (one by one for a server without PIPELINING), content in the next, then its 250 is awaited. Generator and server share the processors. All force
                to the disk of %s; all hold what they take. Processor time of all processes of a server, until its lists are complete.
                gateway: defaults; its clients are upstreams, so no limit a client
                postfix: hold queue, 1000 processes, no flow delay, no name lookup, no limit a client
                exim: queue_only without runner, split spool, 1000 connections, no limit of messages a connection
                opensmtpd: has no PIPELINING; transfer agent paused, no limit of messages a connection
                """.formatted(seconds, warmUp, disk());
    }

    private String disk() {
        try {
            return Files.getFileStore(folder).type();
        } catch (IOException e) {
            return "an unknown file system";
        }
    }

    private double ceiling(Point point) throws IOException {
        try (NullSink sink = new NullSink()) {
            return Generator.measure(
                            sink.port(), point.connections(), point.size(), warmUp, Math.min(seconds, 10), () -> {})
                    .rate();
        }
    }

    private IngestRun run(String name, Point point) throws IOException, InterruptedException {
        System.err.println("measuring: " + name + ", " + point);
        Path queue = Files.createDirectories(folder.resolve(name + "-" + point.size() + "-" + point.connections()));
        try (Server server = (name.equals(IngestRun.OURS)
                        ? Server.gateway(queue, 1, Server.freePort())
                        : Server.holding(name, queue))
                .withCpu(CpuTime.of("etrn-bench-" + ProcessHandle.current().pid()))) {
            server.start();
            double[] before = new double[1];
            Tally tally = Generator.measure(
                    server.port(), point.connections(), point.size(), warmUp, seconds, () -> before[0] =
                            server.cpuSeconds());
            long behind = settled(server.held());
            double cpu = server.cpuSeconds() - before[0];
            return new IngestRun(name, tally, cpu, server.held().messages(), behind);
        } finally {
            delete(queue);
        }
    }

    /** A minute of large messages fills gigabytes. */
    private static void delete(Path queue) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(queue)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    /** Waits until the server's lists are complete; returns what is missing if it takes too long. */
    private static long settled(Held held) throws IOException, InterruptedException {
        long limit = System.nanoTime() + SETTLE_LIMIT_S * 1_000_000_000L;
        while (held.behind() > 0 && System.nanoTime() < limit) {
            Thread.sleep(SETTLE_MS);
        }
        return held.behind();
    }

    private static void print(Point point, List<IngestRun> runs, double ceiling) {
        System.out.printf("%n%s; the generator alone reaches %,.0f/s%n", point, ceiling);
        System.out.printf("%-10s %9s %9s %8s %8s %8s %10s %10s %7s %8s%n", "", "/s", "median/s", "p50 ms", "p99 ms",
                "CPU s/k", "accepted", "held", "behind", "ceiling");
        for (IngestRun run : runs) {
            System.out.printf("%-10s %,9.0f %,9.0f %8.2f %8.2f %8.3f %,10d %,10d %,7d %7.0f%%%n", run.server(),
                    run.rate(), run.tally().medianRate(), run.tally().waitMillis(0.5), run.tally().waitMillis(0.99),
                    run.effort(), run.tally().all(), run.held(), run.behind(), 100 * run.rate() / ceiling);
        }
        new IngestGoals(runs).print(point.connections(), point.size() == Messages.SMALL);
    }
}
