package org.etrngateway.delivery;

import java.time.Duration;
import java.time.Instant;
import org.etrngateway.config.Sessions;

/**
 * How many sessions a lane shall have. Where they may grow it begins with one, and tries one more as long as the
 * goodput of all together grows by it; the first that does not pay goes again, and no other is tried. Goodput is
 * measured over a few round trips, and not while a new session is still on its way. Guarded by the lock of {@link ReverseSessions}.
 */
final class Growth {
    private static final double PAYS = 1.1;
    private static final int ROUND_TRIPS = 4;
    private static final Duration LEAST = Duration.ofMillis(500);
    /** From fewer messages nothing can be told. */
    private static final int ANSWERS_A_SESSION = 2;

    private final boolean growing;
    private int most;
    private int wanted;
    private Instant since = Instant.MIN;
    private long octets;
    private int answers;
    private double before;
    private boolean warming;
    private boolean trying;

    Growth(Sessions sessions) {
        this.growing = sessions.growing();
        this.most = sessions.most();
        this.wanted = growing ? 1 : most;
    }

    int wanted() {
        return wanted;
    }

    /** Each message will cost a round trip, so there is no doubt that more sessions pay. */
    void hurry() {
        if (growing) {
            wanted = most;
        }
    }

    /**
     * A message was answered.
     *
     * @param size octets of it
     * @param open sessions of the lane
     * @param roundTrip of its lines; zero if it is not known
     */
    void answered(Instant now, long size, int open, Duration roundTrip) {
        if (!growing || open != wanted || since.equals(Instant.MIN)) {
            begin(now);
            return;
        }
        octets += size;
        answers++;
        Duration passed = Duration.between(since, now);
        Duration few = roundTrip.multipliedBy(ROUND_TRIPS);
        boolean enough = passed.compareTo(few) >= 0 && passed.compareTo(LEAST) >= 0;
        if (enough && answers >= ANSWERS_A_SESSION * wanted) {
            double goodput = octets / (passed.toNanos() / 1e9);
            begin(now);
            measured(goodput);
        }
    }

    private void begin(Instant now) {
        since = now;
        octets = 0;
        answers = 0;
    }

    private void measured(double goodput) {
        if (warming) {
            warming = false;
            return;
        }
        boolean paid = !trying || goodput >= before * PAYS;
        trying = false;
        if (!paid) {
            most = wanted - 1;
            wanted = most;
        } else if (wanted < most) {
            before = goodput;
            wanted++;
            trying = true;
            warming = true;
        }
    }

    /**
     * A session was refused or lost while others go on: the site has as many as it takes.
     *
     * @param others sessions that go on, 1 or more
     */
    void refused(int others) {
        most = Math.min(most, others);
        wanted = Math.min(wanted, most);
        trying = false;
        warming = false;
    }
}
