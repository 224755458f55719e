import java.util.Locale;
import java.util.OptionalInt;

/**
 * The lines that are simulated, what is sent over each, and how much of it a flush should fill. Rates in bit/s of IP
 * packets, to the site and back; round trip in milliseconds; goals in per cent, 0 where none is set.
 */
enum Wire {
    HF(9_600, 9_600, 600, "24x3000,1x24000", new Goals(88, 84, 0)),
    DIALUP(56_000, 33_600, 150, "60x3000,2x200000", new Goals(93, 0, 0)),
    GEO(128_000, 128_000, 600, "60x3000,2x200000", new Goals(88, 84, 84)),
    VSAT(2_000_000, 2_000_000, 600, "200x3000,5x200000", new Goals(58, 50, 50)),
    LTE(10_000_000, 10_000_000, 60, "200x3000,5x200000", new Goals(72, 66, 0)),
    LAN(100_000_000, 100_000_000, 0.5, "200x3000,5x200000", new Goals(60, 0, 0));

    private record Goals(int plain, int tls, int loss) {}

    private static final int SLOW = 2_000_000;
    private final int toSite;
    private final int toGateway;
    private final double roundTrip;
    private final MailSet mail;
    private final Goals goals;

    Wire(int toSite, int toGateway, double roundTrip, String mail, Goals goals) {
        this.toSite = toSite;
        this.toGateway = toGateway;
        this.roundTrip = roundTrip;
        this.mail = MailSet.of(mail);
        this.goals = goals;
    }

    static Wire named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What {@code simulate-link} is told. */
    String shape(double loss) {
        return "shape %d %d %s %s".formatted(toSite, toGateway, roundTrip, loss);
    }

    MailSet mail() {
        return mail;
    }

    int toSite() {
        return toSite;
    }

    double roundTripSeconds() {
        return roundTrip / 1000;
    }

    /** So slow that processors are idle, and several lines beside each other disturb no figure. */
    boolean isSlow() {
        return toSite <= SLOW;
    }

    /** What is asked of the gateway, if a figure is set for these conditions. */
    OptionalInt goal(Conditions conditions) {
        if (conditions.dataOnly()) {
            return OptionalInt.empty();
        }
        boolean lossy = conditions.loss() > 0;
        if (lossy && (conditions.tls() || !Conditions.kernelHasBbr())) {
            return OptionalInt.empty();
        }
        int goal = lossy ? goals.loss : conditions.tls() ? goals.tls : goals.plain;
        return goal == 0 ? OptionalInt.empty() : OptionalInt.of(goal);
    }
}
