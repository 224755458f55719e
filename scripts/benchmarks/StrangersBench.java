import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A flush of 4 KB messages, alone and beside strangers who send 10 000 ETRNs a second: with limits that let each of
 * these be answered, and with those that are the default. Alone and beside take turns, so that what else the machine
 * does meets both.
 */
final class StrangersBench {
    private static final int PER_SECOND = 10_000;
    private static final int CONNECTIONS = 50;
    /** About as many as one flush delivers in a second, where it shares two processors with what sends and takes. */
    private static final int PER_SECOND_OF_FLUSH = 4_000;
    private static final int ROUNDS = 3;
    private static final int ALONE_MS = 2_000;
    private static final int POLL_MS = 20;
    private static final int LIMIT_S = 300;
    private static final double GOAL = 0.8;
    private static final String UNLIMITED = "limits: { etrn-per-session: 1000000, etrn-per-minute: 1000000 }";
    private static final String STANDARD = "";

    private final Path folder;
    private final int messages;

    /**
     * @param folder that is there, on the disk that is measured
     * @param seconds that one flush takes, more or less
     */
    StrangersBench(Path folder, int seconds) {
        this.folder = folder;
        this.messages = seconds * PER_SECOND_OF_FLUSH;
    }

    /** Prints each case when it is done. */
    void measure() throws Exception {
        measure("every ETRN answered", UNLIMITED);
        measure("default limits", STANDARD);
    }

    private void measure(String what, String limits) throws Exception {
        int sitePort = Server.freePort();
        try (Server server = Server.limited(folder.resolve(limits.isEmpty() ? "standard" : "unlimited"), sitePort, limits)) {
            server.start();
            System.out.printf("%nstrangers, %s%n", what);
            idle(server, sitePort);
            flush(server, sitePort);
            double[] alone = new double[ROUNDS];
            double[] beside = new double[ROUNDS];
            String strangers = "";
            for (int i = 0; i < ROUNDS; i++) {
                alone[i] = flush(server, sitePort);
                try (Strangers asking = new Strangers(server.port(), PER_SECOND)) {
                    beside[i] = flush(server, sitePort);
                    strangers = asking.stop().toString();
                }
            }
            print(median(alone), median(beside), strangers);
        }
    }

    /** Messages a second, from the site's ETRN to the last of them. */
    private double flush(Server server, int sitePort) throws Exception {
        Generator.fill(server.port(), CONNECTIONS, 1, messages);
        Bench.awaitLevel(server);
        try (Sink sink = new Sink(sitePort);
                Smtp smtp = new Smtp(server.port()).hello()) {
            long sent = System.nanoTime();
            smtp.command("ETRN d0.example");
            long last = sink.await(messages, LIMIT_S);
            awaitSettled(server);
            return messages / ((last - sent) / 1e9);
        }
    }

    /** The site is there until all is answered: what comes twice would count in the next flush. */
    private static void awaitSettled(Server server) throws IOException, InterruptedException {
        while (server.held().messages() > 0) {
            Thread.sleep(POLL_MS);
        }
    }

    /** Where nobody but strangers has asked, nothing is recorded or sent; the site itself then gets all. */
    private static void idle(Server server, int sitePort) throws Exception {
        int held = 1_000;
        Generator.fill(server.port(), CONNECTIONS, 1, held);
        Bench.awaitLevel(server);
        long asked = server.held().asked();
        try (Sink sink = new Sink(sitePort);
                Strangers asking = new Strangers(server.port(), PER_SECOND)) {
            Thread.sleep(ALONE_MS);
            String strangers = asking.stop().toString();
            long flushed = held - server.held().messages();
            long recorded = server.held().asked() - asked;
            boolean none = flushed == 0 && recorded == 0 && sink.calls() == 0;
            System.out.printf("  nobody else asks, %,d held: %d sessions with the site, %d messages gone, %d entries in the"
                            + " history; goal none: %s%n    %s%n",
                    held, sink.calls(), flushed, recorded, none ? "met" : "MISSED", strangers);
            try (Smtp smtp = new Smtp(server.port()).hello()) {
                smtp.command("ETRN d0.example");
                sink.await(held, LIMIT_S);
                awaitSettled(server);
            }
        }
    }

    private static void print(double alone, double beside, String strangers) {
        double ratio = beside / alone;
        System.out.printf("  flush of 4 KB to one site: alone %,.0f/s, beside strangers %,.0f/s, ratio %.2f  goal ≥ %.1f: %s%n    %s%n",
                alone, beside, ratio, GOAL, ratio >= GOAL ? "met" : "MISSED", strangers);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
