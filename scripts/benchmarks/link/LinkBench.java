import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code scripts/bench link}: how full a flush keeps lines of many kinds, beside mail systems and beside the bound.
 * Utilisation is octets the site stored by rate and time from ETRN sent to the last message stored.
 */
final class LinkBench {
    static final Path SCRIPTS = Path.of(System.getProperty("bench.scripts"));
    /** On a fast line a disturbance of some milliseconds counts, and on one that loses packets luck does. */
    private static final int ROUNDS = 3;

    /**
     * What Java compiles while it runs needs some work before it is fast: after 1 000 messages a lan has two thirds of what
     * it has after 8 000, which is what a server that has run for an hour shows.
     */
    private static final MailSet WARM_UP = MailSet.of("8000x3000,20x200000");

    private static final MailSet SHORT_WARM_UP = MailSet.of("50x3000");
    private static final double SHARE_OF_IDEAL = 0.9;

    private final Path folder;
    private final List<Contestant> contestants;
    private final Conditions conditions;
    private final Optional<MailSet> sample;
    private boolean whole = true;

    private LinkBench(Path folder, List<Contestant> contestants, Conditions conditions, Optional<MailSet> sample) {
        this.folder = folder;
        this.contestants = contestants;
        this.conditions = conditions;
        this.sample = sample;
    }

    /** Arguments: FOLDER CONTESTANTS LINKS LOSS TLS DATA-ONLY [SET]; lists with commas. Exit 1 if mail did not come whole. */
    public static void main(String[] arguments) throws Exception {
        List<Contestant> contestants = new ArrayList<>();
        for (String name : arguments[1].split(",")) {
            contestants.add(Contestant.valueOf(name));
        }
        Conditions conditions = new Conditions(
                Double.parseDouble(arguments[3]), Boolean.parseBoolean(arguments[4]), Boolean.parseBoolean(arguments[5]));
        Optional<MailSet> sample = arguments.length > 6 ? Optional.of(MailSet.of(arguments[6])) : Optional.empty();
        LinkBench bench = new LinkBench(Path.of(arguments[0]), contestants, conditions, sample);
        bench.measure(arguments[2].split(","));
        System.exit(bench.whole ? 0 : 1);
    }

    /** The command that runs a class of this program in a process of its own. */
    static List<String> java(String main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                "-Dbench.scripts=" + SCRIPTS, main);
    }

    private void measure(String[] names) throws Exception {
        Optional<Path> keys = conditions.tls() ? Optional.of(makeKeys()) : Optional.empty();
        System.out.println();
        System.out.println(heading());
        for (String name : names) {
            Wire wire = Wire.named(name);
            System.err.println("measuring: " + wire.label());
            print(wire, figures(wire, keys));
        }
    }

    private Path makeKeys() throws IOException, InterruptedException {
        Path keys = folder.resolve("site.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(keytool, "-genkeypair", "-alias", "site", "-keyalg", "EC", "-dname",
                        "CN=site.example", "-validity", "30", "-storetype", "PKCS12", "-keystore", keys.toString(),
                        "-storepass", Tls.PASSWORD)
                .inheritIO()
                .start();
        if (made.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        return keys;
    }

    /** On slow lines all at once, each on a line of its own. */
    private Map<Contestant, Run.Figure> figures(Wire wire, Optional<Path> keys) throws InterruptedException {
        Map<Contestant, Future<Run.Figure>> runs = new EnumMap<>(Contestant.class);
        ExecutorService threads = Executors.newFixedThreadPool(wire.isSlow() ? contestants.size() : 1);
        for (Contestant contestant : contestants) {
            Path place = folder.resolve(wire.label() + "-" + contestant.ordinal());
            Run run = new Run(contestant, wire, conditions, plan(contestant, wire), place);
            runs.put(contestant, threads.submit(() -> run.measure(keys)));
        }
        threads.shutdown();
        Map<Contestant, Run.Figure> figures = new EnumMap<>(Contestant.class);
        for (Map.Entry<Contestant, Future<Run.Figure>> run : runs.entrySet()) {
            try {
                figures.put(run.getKey(), run.getValue().get());
            } catch (ExecutionException e) {
                whole = false;
                System.err.printf("%s, %s: %s%n", wire.label(), run.getKey().label(), e.getCause().getMessage());
            }
        }
        return figures;
    }

    private Run.Plan plan(Contestant contestant, Wire wire) {
        if (sample.isPresent()) {
            return new Run.Plan(SHORT_WARM_UP, sample.get(), 1);
        }
        return new Run.Plan(
                contestant.isMailSystem() ? SHORT_WARM_UP : WARM_UP, wire.mail(), rounds(wire));
    }

    private int rounds(Wire wire) {
        return wire.isSlow() && conditions.loss() == 0 ? 1 : ROUNDS;
    }

    private String heading() {
        List<String> cells = new ArrayList<>(List.of(conditions.label(), ""));
        contestants.forEach(contestant -> cells.add(contestant.label()));
        return row(cells, "to ideal", "to others", "goal");
    }

    private void print(Wire wire, Map<Contestant, Run.Figure> figures) {
        List<String> shares = new ArrayList<>(List.of(wire.label(), "%"));
        List<String> times = new ArrayList<>(List.of("", "s"));
        for (Contestant contestant : contestants) {
            Optional<Run.Figure> figure = Optional.ofNullable(figures.get(contestant));
            shares.add(figure.map(f -> "%.1f".formatted(f.utilisation(wire))).orElse("–"));
            times.add(figure.map(f -> "%.2f".formatted(f.seconds())).orElse("–"));
        }
        double best = contestants.stream()
                .filter(Contestant::isMailSystem)
                .mapToDouble(contestant -> utilisation(figures, contestant, wire))
                .max()
                .orElse(0);
        double ours = utilisation(figures, Contestant.GATEWAY, wire);
        System.out.println(row(shares, ratio(ours, utilisation(figures, Contestant.IDEAL, wire)), ratio(ours, best),
                goal(wire, ours, figures)));
        System.out.println(row(times, "", "", ""));
    }

    private static double utilisation(Map<Contestant, Run.Figure> figures, Contestant contestant, Wire wire) {
        return figures.containsKey(contestant) ? figures.get(contestant).utilisation(wire) : 0;
    }

    private static String ratio(double ours, double other) {
        return ours > 0 && other > 0 ? "%.2f".formatted(ours / other) : "–";
    }

    private String goal(Wire wire, double ours, Map<Contestant, Run.Figure> figures) {
        if (sample.isPresent()) {
            return "arrived whole: " + (whole ? "yes" : "no");
        }
        double auto = utilisation(figures, Contestant.GATEWAY_AUTO, wire);
        double postfix = utilisation(figures, Contestant.POSTFIX, wire);
        String besides = auto > 0 && postfix > 0 ? "; auto ≥ Postfix: " + verdict(auto >= postfix) : "";
        return goalOfOneConnection(wire, ours, figures) + besides;
    }

    private String goalOfOneConnection(Wire wire, double ours, Map<Contestant, Run.Figure> figures) {
        OptionalInt goal = wire.goal(conditions);
        if (goal.isPresent()) {
            return "≥ %d %%: %s".formatted(goal.getAsInt(), verdict(ours >= goal.getAsInt()));
        }
        if (conditions.loss() > 0 || conditions.dataOnly()) {
            double alone = conditions.dataOnly() ? utilisation(figures, Contestant.POSTFIX_ALONE, wire) : 0;
            double bound = SHARE_OF_IDEAL * utilisation(figures, Contestant.IDEAL, wire);
            return "≥ 0.9 ideal%s: %s".formatted(
                    conditions.dataOnly() ? ", Postfix with 1" : "", verdict(ours > 0 && ours >= bound && ours >= alone));
        }
        return "–";
    }

    private static String verdict(boolean met) {
        return met ? "met" : "missed";
    }

    private static String row(List<String> cells, String... last) {
        StringBuilder row = new StringBuilder("%-10s %-2s".formatted(cells.get(0), cells.get(1)));
        cells.subList(2, cells.size()).forEach(cell -> row.append(" %10s".formatted(cell)));
        row.append(" %9s %9s  %s".formatted((Object[]) last));
        return row.toString();
    }
}
