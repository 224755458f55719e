package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line is cut after each octet of a session, either way: nothing is lost, nothing hangs, no lease stays. */
class CutTest {
    private static final int MESSAGES = 3;
    private static final int LONGEST = 900;

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING CHUNKING DSN", "PIPELINING", "SIZE", "HELO"})
    void aCutAnywhereLosesNothing(String keywords) {
        for (long octets = 1; octets < LONGEST; octets++) {
            cut(keywords, octets, Long.MAX_VALUE);
            cut(keywords, Long.MAX_VALUE, octets);
        }
    }

    private static void cut(String keywords, long toSite, long toUs) {
        EngineWorld world = new EngineWorld(keywords.split(" ", -1));
        world.network.listen(ACME_HOST, site -> {});
        world.network.cut(toSite, toUs);
        for (int i = 0; i < MESSAGES; i++) {
            world.mail("m" + i, "a@acme.example");
        }
        world.etrn(ACME);
        world.workers.ring();
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
