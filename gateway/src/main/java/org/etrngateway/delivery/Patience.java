package org.etrngateway.delivery;

import java.time.Duration;
import java.util.Optional;
import org.etrngateway.delivery.Connector.Pulse;

/** How long a line may be silent while something is owed before it counts as dead. */
final class Patience {
    private static final Duration LEAST = Duration.ofSeconds(2);
    private static final Duration OF_A_SERVER = Duration.ofSeconds(20);
    private static final int ROUND_TRIPS = 4;

    private Patience() {}

    /**
     * On a slow line the round trip that TCP measures has the time of its packets in it. If nothing waits for
     * an acknowledgement it is the server that takes its time.
     *
     * @param pulse what TCP knows of the line; empty if nothing
     */
    static Duration of(Optional<Pulse> pulse) {
        if (pulse.filter(Pulse::owed).isEmpty()) {
            return OF_A_SERVER;
        }
        Duration some = pulse.get().roundTrip().multipliedBy(ROUND_TRIPS);
        return some.compareTo(LEAST) > 0 ? some : LEAST;
    }
}
