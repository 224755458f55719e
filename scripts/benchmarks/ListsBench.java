import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an operator waits for who looks at a full gateway: each list while mail comes in at a steady rate, and what that
 * costs the mail. Every site has windows, a budget, a quota and alerts, and has asked once.
 */
final class ListsBench {
    static final Size WHOLE = new Size(1_000_000, 5_000);
    static final Size SAMPLE = new Size(50_000, 500);

    private static final int PER_SECOND = 1_000;
    private static final int CONNECTIONS = 50;
    private static final int SHORTEST_WARM_UP_S = 10;
    private static final int GOAL_MS = 200;
    private static final double GOAL_RATE = 0.9;
    private static final int HOURS_AHEAD = 6;
    private static final String ALERTS =
            "alerts: { silent: 3d, older: 2d, larger: 500MB, messages: 10000, expiring: 12h, budget: true }\n";
    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\",\"site\":\"([^\"]+)\"");

    private final Path folder;
    private final int seconds;
    private final Size size;

    /** What is held before. */
    record Size(int messages, int sites) {}

    /** What came in while something was measured. */
    private record Came(double perSecond, double[] waits) {}

    /**
     * @param folder that is there, on the disk that is measured
     * @param seconds without the lists, and as many with them
     */
    ListsBench(Path folder, int seconds, Size size) {
        this.folder = folder;
        this.seconds = seconds;
        this.size = size;
    }

    void measure() throws Exception {
        int hour = (LocalTime.now().getHour() + HOURS_AHEAD) % 24;
        String rules = ", mode: window, windows: [{ cron: \"0 0 %d * * ?\", for: 1h }]".formatted(hour)
                + ", budget: { day: { bytes: 500MB } }, quota: { messages: 100000 }";
        try (Server server = Server.apart(folder, size.sites, Server.freePort(), ALERTS, rules)) {
            server.start();
            Generator.fill(server.port(), CONNECTIONS, size.sites, size.messages);
            ask(server.port());
            Bench.awaitLevel(server);
            Consoles consoles = new Consoles(server.data());
            awaitQuiet(consoles);
            addLists(consoles, keys(consoles));
            measure(server, consoles);
        }
    }

    /** Everybody asks once, so that there is a history. */
    private void ask(int port) throws IOException {
        for (int i = 0; i < size.sites; i++) {
            try (Smtp smtp = new Smtp(Server.home(i), port).hello()) {
                smtp.command("ETRN d" + i + ".example");
            }
        }
    }

    /** Nobody is at home: each flush is over when its call has failed. */
    private static void awaitQuiet(Consoles consoles) throws IOException, InterruptedException {
        while (consoles.get("/api/v1/flushes").length > "[]".length()) {
            pass(1);
        }
    }

    private void measure(Server server, Consoles consoles) throws Exception {
        try (SteadyLoad load = new SteadyLoad(server.port(), size.sites, PER_SECOND)) {
            Came alone;
            Came beside;
            try (consoles) {
                consoles.begin();
                pass(Math.max(SHORTEST_WARM_UP_S, seconds / 4));
                load.awaitLevel();
                consoles.lists().values().forEach(list -> list.waits().take());
                beside = came(load);
            }
            load.awaitLevel();
            alone = came(load);
            print(consoles, alone, beside);
        }
    }

    private Came came(SteadyLoad load) throws IOException, InterruptedException {
        load.takeWaits();
        long before = load.accepted();
        long begun = System.nanoTime();
        pass(seconds);
        return new Came((load.accepted() - before) / ((System.nanoTime() - begun) / 1e9), load.takeWaits());
    }

    private static void pass(int time) throws InterruptedException {
        TimeUnit.SECONDS.sleep(time);
    }

    /** Where pages begin, all over the queue; reads all of it, page by page. */
    private List<String> keys(Consoles consoles) throws IOException {
        List<String> keys = new ArrayList<>();
        long held = 0;
        String after = "";
        do {
            String page = new String(consoles.get("/api/v1/messages?limit=1000" + after), UTF_8);
            held += ID.matcher(page).results().count();
            Matcher next = NEXT.matcher(page);
            after = next.find() ? "&after=" + next.group(1) : "";
            keys.add(after);
        } while (!after.isEmpty());
        if (held != size.messages) {
            throw new IllegalStateException(held + " are held of " + size.messages);
        }
        return keys;
    }

    private void addLists(Consoles consoles, List<String> keys) throws IOException {
        String middle = keys.get(keys.size() / 2 - 1);
        String end = keys.get(keys.size() - 2);
        Matcher some = ID.matcher(new String(consoles.get("/api/v1/messages?limit=1" + middle), UTF_8));
        if (!some.find()) {
            throw new IllegalStateException("no message is in the middle");
        }
        String message = "/api/v1/sites/" + some.group(2) + "/messages/" + some.group(1);
        consoles.add("sites at a glance, the fullest", n -> "/api/v1/overview?order=held&down=true");
        consoles.add("sites at a glance, by name", n -> "/api/v1/overview?name=" + site(n) + "&state=holding");
        consoles.add("one site", n -> "/api/v1/sites?site=" + site(n));
        consoles.add("sites, all of them", n -> "/api/v1/sites");
        consoles.add("a site's messages, first page", n -> messages("site=" + site(n)));
        consoles.add("a site's messages, from the middle on", n -> messages("site=" + site(n) + middle));
        consoles.add("a site's messages, last page", n -> messages("site=" + site(n) + end));
        consoles.add("all messages, first page", n -> messages(""));
        consoles.add("all messages, from the middle on", n -> messages(middle));
        consoles.add("all messages, from anywhere on", n -> messages(keys.get(n * 7 % (keys.size() - 1))));
        consoles.add("all messages, last page", n -> messages(end));
        consoles.add("search: sender, that nobody is", n -> messages("from=nobody@" + middle));
        consoles.add("search: subject, of a site", n -> messages("text=steady&site=" + site(n)));
        consoles.add("search: state", n -> messages("state=operator_held"));
        consoles.add("count of all, one stretch", n -> "/api/v1/messages/count");
        consoles.add("count of a site", n -> "/api/v1/messages/count?site=" + site(n));
        consoles.add("one message", n -> message);
        consoles.add("history", n -> "/api/v1/history");
        consoles.add("history of a site", n -> "/api/v1/history?site=" + site(n));
        consoles.add("statistics by hour", n -> "/api/v1/statistics?by=hour");
        consoles.add("statistics of a site by day", n -> "/api/v1/statistics?site=" + site(n));
        consoles.add("windows", n -> "/api/v1/windows?limit=1");
        consoles.add("windows of a site", n -> "/api/v1/windows?site=" + site(n));
        consoles.add("flushes", n -> "/api/v1/flushes");
        consoles.add("alerts", n -> "/api/v1/alerts");
        consoles.add("metrics", n -> "/metrics");
    }

    private String site(int turn) {
        return "d" + Math.floorMod(turn * 31, size.sites);
    }

    private static String messages(String query) {
        return "/api/v1/messages?limit=100" + (query.isEmpty() || query.startsWith("&") ? query : "&" + query);
    }

    private void print(Consoles consoles, Came alone, Came beside) {
        System.out.printf("%n%,d messages held for %,d sites; %,d/s of 3 KB come in; %s; %d s%n",
                size.messages, size.sites, PER_SECOND, Consoles.load(), seconds);
        System.out.printf("%-40s %7s %9s %9s %9s %9s  %s%n", "", "asked", "KB", "median ms", "p95 ms", "longest", "p95 ≤ 200 ms");
        consoles.lists().forEach((name, list) -> {
            double[] waits = list.waits().take();
            double most = Waits.share(waits, 0.95);
            System.out.printf("%-40s %7d %9.1f %9.1f %9.1f %9.1f  %s%n", name, waits.length, list.octets()[0] / 1024.0,
                    Waits.share(waits, 0.5), most, Waits.share(waits, 1), most <= GOAL_MS ? "met" : "MISSED");
        });
        double ratio = beside.perSecond / alone.perSecond;
        print("ingest alone", alone);
        print("ingest beside the lists", beside);
        System.out.printf("ratio %.3f, goal ≥ %.1f: %s%n", ratio, GOAL_RATE, ratio >= GOAL_RATE ? "met" : "MISSED");
    }

    private static void print(String what, Came came) {
        System.out.printf("%-26s %,8.0f/s; 250 behind its moment: median %.1f ms, p99 %.1f ms, longest %.1f ms%n", what,
                came.perSecond, Waits.share(came.waits, 0.5), Waits.share(came.waits, 0.99), Waits.share(came.waits, 1));
    }
}
