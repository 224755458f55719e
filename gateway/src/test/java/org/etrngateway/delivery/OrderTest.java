package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.util.List;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.FlushConfig.Order;
import org.etrngateway.queue.Messages;
import org.junit.jupiter.api.Test;

/** What goes first: the urgent, then by size or by age. */
class OrderTest {
    private static final int LARGE = 400_000;

    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING");

    private void order(Order order) {
        FlushConfig was = FlushConfig.STANDARD;
        world.flush(ACME, new FlushConfig(was.from(), order, was.sessions(), was.budget(), was.oversize()));
    }

    private void large() {
        world.mail("large", LARGE, "a@acme.example");
    }

    private void small(int count) {
        for (int i = 0; i < count; i++) {
            world.mail("small", "a@acme.example");
        }
    }

    private List<String> flushed() {
        world.network.listen(ACME_HOST, site -> {});
        world.etrn(ACME);
        return world.arrived();
    }

    @Test
    void aLargeMessageAtTheHeadGoesLastOverASlowLine() {
        world.network.rate(7_000);
        large();
        small(200);
        assertThat(flushed()).hasSize(201).endsWith("large");
    }

    @Test
    void whatIsUrgentGoesBeforeWhatIsSmall() {
        small(20);
        world.mail(
                Messages.withPriority(Messages.envelope(world.wall.instant(), "a@acme.example"), 3), "urgent", LARGE);
        assertThat(flushed()).hasSize(21).startsWith("urgent");
    }

    /** The first page is claimed before anything is known of the line. */
    @Test
    void overAFastLineItGoesByItsAgeAsSoonAsTheLineIsKnown() {
        world.network.rate(1_000_000);
        large();
        small(1_000);
        assertThat(flushed().indexOf("large")).isBetween(64, 5 * 64);
    }

    @Test
    void noMessageIsPassedOverForEver() {
        order(Order.SMALL_FIRST);
        large();
        small(1_000);
        assertThat(flushed()).hasSize(1_001);
        assertThat(flushed().indexOf("large")).isBetween(7 * 64, 8 * 64);
    }

    @Test
    void aSiteMayHaveItsMailByAgeAlone() {
        order(Order.OLD_FIRST);
        world.network.rate(7_000);
        large();
        small(20);
        assertThat(flushed()).hasSize(21).startsWith("large");
    }
}
