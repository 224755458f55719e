import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Says which goals were met at one point of {@link Ingest}. */
final class IngestGoals {
    private static final double TIMES_POSTFIX = 10;
    private static final double TIMES_BEST = 2;
    private static final double SHARE_OF_EFFORT = 0.5;
    private static final double LONGEST_WAIT_MS = 20;
    private static final int SOME = 50;

    private final List<IngestRun> runs;
    private final IngestRun ours;

    IngestGoals(List<IngestRun> runs) {
        this.runs = runs;
        this.ours = runs.stream().filter(IngestGoals::isOurs).findFirst().orElseThrow();
    }

    void print(int connections, boolean small) {
        boolean many = small && connections >= SOME;
        find(run -> run.server().equals("postfix"), Comparator.comparing(IngestRun::rate))
                .ifPresent(postfix -> atLeast("gateway / postfix", ours.rate() / postfix.rate(), many ? TIMES_POSTFIX : 0));
        find(run -> !isOurs(run), Comparator.comparing(IngestRun::rate))
                .ifPresent(best -> atLeast(
                        "gateway / best peer (" + best.server() + ")",
                        ours.rate() / best.rate(),
                        many ? TIMES_BEST : small && connections == 1 ? 1 : 0));
        find(run -> !isOurs(run), Comparator.comparing(IngestRun::effort).reversed())
                .ifPresent(best -> atMost(
                        "processor time, gateway / best peer (" + best.server() + ")",
                        ours.effort() / best.effort(),
                        SHARE_OF_EFFORT));
        if (small && connections == SOME) {
            atMost("p99 of the last 250, ms", ours.tally().waitMillis(0.99), LONGEST_WAIT_MS);
        }
        for (IngestRun run : runs) {
            if (!run.isComplete()) {
                System.out.println("  " + run.server() + ": what was accepted and what is held differ: MISSED");
            }
        }
    }

    private Optional<IngestRun> find(Predicate<IngestRun> which, Comparator<IngestRun> best) {
        return runs.stream().filter(which).max(best);
    }

    private static boolean isOurs(IngestRun run) {
        return run.server().equals(IngestRun.OURS);
    }

    /** @param goal 0: none */
    private static void atLeast(String what, double figure, double goal) {
        String verdict = goal == 0 ? "no goal" : "goal ≥ %.1f: %s".formatted(goal, figure >= goal ? "met" : "MISSED");
        System.out.printf("  %-50s %8.2f  %s%n", what, figure, verdict);
    }

    private static void atMost(String what, double figure, double goal) {
        System.out.printf("  %-50s %8.2f  goal ≤ %.1f: %s%n", what, figure, goal, figure <= goal ? "met" : "MISSED");
    }
}
