package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.time.Duration;
import org.etrngateway.queue.history.HistoryEntry;
import org.etrngateway.queue.history.HistoryEntry.Kind;
import org.etrngateway.queue.history.HistoryEntry.Work;
import org.junit.jupiter.api.Test;

/** Who asked, what was answered and how it went is told to the history; what nobody asked for only if it moved mail. */
class ChronicleTest {
    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING");

    @Test
    void aTriggerAndItsFlushAreTold() {
        world.network.listen(ACME_HOST, site -> {});
        world.mail("one", "a@acme.example", "b@acme.example");
        long size = world.held(ACME).get(0).size();
        world.etrn(ACME);
        assertThat(world.history())
                .containsExactly(
                        entry(Kind.ASKED, "ETRN", "started, 1 wait", Work.NONE),
                        entry(Kind.FLUSHED, "ETRN", "well", new Work(2, 0, 0, size, Duration.ZERO)));
    }

    @Test
    void aSiteThatCannotBeReachedIsToldOnceForEachQuestion() {
        world.mail("one", "a@acme.example");
        world.etrn(ACME);
        assertThat(world.history()).extracting(HistoryEntry::kind).containsExactly(Kind.ASKED, Kind.FLUSHED);
        assertThat(world.history().get(1).result()).contains("refused");
    }

    @Test
    void whatNobodyAskedForIsToldOnlyIfItMovedMail() {
        world.rules.put(ACME, EngineWorld.retry(ACME_HOST));
        world.mail("one", "a@acme.example");
        world.start();
        assertThat(world.network.called()).isNotEmpty();
        assertThat(world.history()).isEmpty();
        world.network.listen(ACME_HOST, site -> {});
        world.clock.advance(Duration.ofHours(2));
        world.alarms.ring("retry");
        world.workers.drain();
        assertThat(world.history()).singleElement().satisfies(entry -> {
            assertThat(entry.cause()).isEqualTo("RETRY");
            assertThat(entry.work().delivered()).isEqualTo(1);
        });
    }

    private HistoryEntry entry(Kind kind, String cause, String result, Work work) {
        return new HistoryEntry(world.wall.instant(), ACME, kind, cause, "192.0.2.9", result, work);
    }
}
