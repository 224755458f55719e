import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What thousands of sites cost while nothing happens: each with a message that waits for a window, a budget, alerts and
 * probes; and the same sites without any of these.
 */
final class RulesBench {
    private static final int SITES = 5_000;
    private static final int CONNECTIONS = 10;
    /** Behind the start, the index, the compiler and the first looks. */
    private static final int SETTLE_MS = 60_000;
    /** USER_HZ, the same on all Linux of our time. */
    private static final double TICKS = 100;
    private static final double MIB = 1 << 20;
    /** Far enough that none opens meanwhile. */
    private static final int HOURS_AHEAD = 6;

    private static final String ALERTS =
            "alerts: { silent: 3d, older: 2d, larger: 500MB, messages: 10000, expiring: 12h, budget: true }\n";
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private final Path folder;
    private final int seconds;

    /**
     * @param folder that is there, on the disk that is measured
     * @param seconds for which processor time is counted
     */
    RulesBench(Path folder, int seconds) {
        this.folder = folder;
        this.seconds = seconds;
    }

    /** Prints each case when it is done. */
    void measure() throws Exception {
        int hour = (LocalTime.now().getHour() + HOURS_AHEAD) % 24;
        String rules = ", mode: window, windows: [{ cron: \"0 0 %d * * ?\", for: 1h, budget: { bytes: 50MB } }]".formatted(hour)
                + ", probe: { every: 1m }, budget: { day: { bytes: 500MB } }, retry: \"5m, 15m*4, 1h…\"";
        System.out.printf("%n%-40s %12s %14s%n", SITES + " sites, a message each", "live heap", "of one core");
        measure("held", "", "");
        measure("with windows, budgets, probes, alerts", ALERTS, rules);
        System.out.printf("%-40s %12s %14s%n", "goal", "≤ 100 MiB", "≤ 1 %");
    }

    private void measure(String what, String more, String each) throws Exception {
        Path data = Files.createDirectories(folder.resolve(each.isEmpty() ? "plain" : "rules"));
        try (Server server = Server.ruled(data, SITES, Server.freePort(), more, each)) {
            server.start();
            Generator.fill(server.port(), CONNECTIONS, SITES, SITES);
            Bench.awaitLevel(server);
            Thread.sleep(SETTLE_MS);
            double before = cpuSeconds(server.pid());
            long begun = System.nanoTime();
            Thread.sleep(seconds * 1_000L);
            double share = (cpuSeconds(server.pid()) - before) / ((System.nanoTime() - begun) / 1e9);
            System.out.printf("%-40s %8.1f MiB %12.2f %%%n", what, liveMib(server.pid()), 100 * share);
        }
    }

    /** User and system time of the process, in seconds. */
    private static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(words[11]) + Long.parseLong(words[12])) / TICKS;
    }

    /** What is reachable in the heap. */
    private static double liveMib(long pid) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), "" + pid, "GC.class_histogram").start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher total = TOTAL.matcher(line);
                if (total.find()) {
                    return Long.parseLong(total.group(1)) / MIB;
                }
            }
        }
        throw new IOException("jcmd says nothing of the heap of process " + pid);
    }
}
