package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line is cut after each octet of a session, either way: nothing is lost, nothing hangs, no lease stays. */
class CutTest {
    private static final int MESSAGES = 3;
    private static final int LONGEST = 900;

    /** Longer than any line may be silent under a trigger, and than any server may think. */
    private static final Duration PATIENCE = Duration.ofSeconds(21);

    private static final Duration LONG = Duration.ofMinutes(11);

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING CHUNKING DSN", "PIPELINING", "SIZE", "HELO"})
    void aCutAnywhereLosesNothing(String keywords) {
        for (long octets = 1; octets < LONGEST; octets++) {
            cut(keywords, octets, Long.MAX_VALUE);
            cut(keywords, Long.MAX_VALUE, octets);
        }
    }

    /** A cut that no packet tells of: the site is back on a new line and asks, or comes back much later. */
    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING CHUNKING DSN", "PIPELINING", "SIZE", "HELO"})
    void silenceAnywhereEnds(String keywords) {
        for (long octets = 1; octets < LONGEST; octets++) {
            silence(keywords, octets, Long.MAX_VALUE, PATIENCE);
            silence(keywords, Long.MAX_VALUE, octets, PATIENCE);
            silence(keywords, octets, Long.MAX_VALUE, LONG);
            silence(keywords, Long.MAX_VALUE, octets, LONG);
        }
    }

    private static void silence(String keywords, long toSite, long toUs, Duration time) {
        EngineWorld world = world(keywords);
        world.network.silence(toSite, toUs);
        world.etrn(ACME);
        if (time.equals(PATIENCE)) {
            world.etrn(ACME);
        }
        world.network.pass(time);
        world.workers.drain();
        if (time.equals(LONG)) {
            String where = "silence after " + toSite + " octets to the site, " + toUs + " to us";
            assertThat(world.engine.flushes()).as(where).isEmpty();
            world.etrn(ACME);
        }
        check(world, keywords, toSite, toUs);
    }

    private static EngineWorld world(String keywords) {
        EngineWorld world = new EngineWorld(keywords.split(" ", -1));
        world.network.listen(ACME_HOST, site -> {});
        for (int i = 0; i < MESSAGES; i++) {
            world.mail("m" + i, "a@acme.example");
        }
        return world;
    }

    private static void cut(String keywords, long toSite, long toUs) {
        EngineWorld world = world(keywords);
        world.network.cut(toSite, toUs);
        world.etrn(ACME);
        world.workers.ring();
        check(world, keywords, toSite, toUs);
    }

    private static void check(EngineWorld world, String keywords, long toSite, long toUs) {
        String where = "cut after " + toSite + " octets to the site, " + toUs + " to us";
        // All three may have been in flight by chunks; one by one, only the last can come twice.
        int most = keywords.contains("CHUNKING") ? 2 * MESSAGES : MESSAGES + 1;
        assertThat(world.arrived()).as(where).contains("m0", "m1", "m2").hasSizeLessThanOrEqualTo(most);
        assertThat(world.held(ACME)).as(where).isEmpty();
        assertThat(world.engine.flushes()).as(where).isEmpty();
        assertThat(world.network.open()).as(where).isZero();
        assertThat(world.network.called()).as(where).hasSizeLessThanOrEqualTo(2);
    }
}
