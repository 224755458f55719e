package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.Sessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail, triggers and answers on threads of their own: each message goes out once, and the flush ends. */
class DeliveryThreadsTest {
    private static final int SENDERS = 4;
    private static final int EACH = 250;

    private final ExecutorService wire = Executors.newSingleThreadExecutor();
    private final ScheduledExecutorService disk = Executors.newScheduledThreadPool(4);
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    private final EngineWorld world = new EngineWorld(wire, disk, "PIPELINING", "CHUNKING");

    @AfterEach
    void stop() {
        senders.shutdownNow();
        wire.shutdownNow();
        disk.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void mailThatComesDuringFlushesGoesOutOnce(int sessions) throws Exception {
        FlushConfig was = FlushConfig.STANDARD;
        world.flush(
                ACME,
                new FlushConfig(was.from(), was.order(), new Sessions(sessions, false), was.budget(), was.oversize()));
        world.network.listen(ACME_HOST, site -> site.answer("RCPT TO:<bad", "550 5.1.1 no such user"));
        List<Future<?>> running = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            int number = sender;
            running.add(senders.submit(() -> send(number)));
        }
        for (Future<?> sent : running) {
            sent.get();
        }
        await().atMost(Duration.ofMinutes(1))
                .until(() -> world.queue.summary(ACME).messages() == 0
                        && world.engine.flushes().stream()
                                .noneMatch(flush -> flush.site().equals(ACME)));
        assertThat(world.arrived()).hasSize(SENDERS * EACH).doesNotHaveDuplicates();
        await().atMost(Duration.ofMinutes(1)).until(() -> world.network.open() == 0);
    }

    private void send(int sender) {
        for (int i = 0; i < EACH; i++) {
            if (i % 10 == 0) {
                world.mail(sender + " none " + i, "bad@acme.example");
            }
            world.mail(sender + " is " + i, "a@acme.example");
            if (i % 25 == 0) {
                world.engine.trigger(new Trigger(ACME, Optional.empty(), Trigger.Cause.ETRN, "192.0.2.9"));
            }
        }
    }
}
