package org.etrngateway.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * SIGKILL in the middle of the work: nothing that got a 250 is lost, nothing is altered, and only what was
 * in flight may come twice. {@code -Dkill.rounds} and {@code -Dkill.seed} choose the sample.
 */
@Tag("kill")
@Execution(ExecutionMode.CONCURRENT)
class KillTest {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 4);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
    private static final int CONNECTIONS = 8;
    private static final int FLUSHED_A_ROUND = 300;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** More than this was never one window of these messages on loopback. */
    private static final int COPIES_A_KILL = 64;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final Ledger ledger = new Ledger();
    private final MailSamples samples = new MailSamples(SEED, "kill", "acme.example");
    private final int port = Ports.free();
    private final GatewayProcess.Site acme = new GatewayProcess.Site("acme", port, List.of("acme.example"));

    @Test
    void nothingAcceptedIsLostWhenIngestIsKilled() throws Exception {
        System.out.println("kill -9 during ingest: " + ROUNDS + " rounds, -Dkill.seed=" + SEED);
        try (GatewayProcess gateway = GatewayProcess.start(folder, acme)) {
            for (int round = 0; round < ROUNDS; round++) {
                CountDownLatch accepted = new CountDownLatch(50 + random.nextInt(400));
                try (LoadSender sender = new LoadSender(gateway.smtpPort(), ledger)) {
                    sender.sendWithoutEnd(CONNECTIONS, samples::small, accepted);
                    assertThat(accepted.await(LIMIT.toSeconds(), TimeUnit.SECONDS))
                            .isTrue();
                    gateway.kill();
                }
                gateway.start();
            }
            try (RecordingSite site = new RecordingSite(port)) {
                gateway.drain("acme.example", LIMIT);
                assertThat(ledger.audit(site.deliveries())).as("seed " + SEED).isEmpty();
                assertThat(Ledger.copies(site.deliveries())).as("seed " + SEED).isEmpty();
            }
        }
    }

    @Test
    void onlyWhatWasInFlightComesTwiceWhenAFlushIsKilled() throws Exception {
        System.out.println("kill -9 during a flush: " + ROUNDS + " rounds, -Dkill.seed=" + SEED);
        try (GatewayProcess gateway = GatewayProcess.start(folder, acme);
                RecordingSite site = new RecordingSite(port)) {
            for (int round = 0; round < ROUNDS; round++) {
                // The trigger of the round before is still open: mail may go out as it comes in.
                CountDownLatch came = site.expect(1 + random.nextInt(FLUSHED_A_ROUND - 20));
                try (LoadSender sender = new LoadSender(gateway.smtpPort(), ledger)) {
                    sender.sendAll(samples.mixed(FLUSHED_A_ROUND));
                }
                gateway.etrn("acme.example");
                assertThat(came.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
                gateway.kill();
                gateway.start();
                gateway.drain("acme.example", LIMIT);
                // A trigger that is still open would send the mail of the next round before it is asked for.
                gateway.kill();
                gateway.start();
            }
            assertThat(ledger.audit(site.deliveries())).as("seed " + SEED).isEmpty();
            assertThat(unexplainedCopies(site.sessions())).as("seed " + SEED).isEmpty();
            assertThat(Ledger.copies(site.deliveries()))
                    .as("seed " + SEED)
                    .allSatisfy((key, copies) -> assertThat(copies).isEqualTo(2))
                    .hasSizeLessThanOrEqualTo(COPIES_A_KILL * ROUNDS);
        }
    }

    /**
     * Outcomes are recorded in the order of a session, so what comes again is the end of the session that
     * was cut: a copy whose first delivery was followed by one that did not come again was settled, and is
     * one too many.
     */
    private static List<String> unexplainedCopies(List<List<Delivery>> sessions) {
        List<String> unexplained = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
            Set<String> later = ids(sessions.subList(i + 1, sessions.size()));
            boolean settled = false;
            List<Delivery> session = sessions.get(i);
            for (int j = session.size() - 1; j >= 0; j--) {
                boolean again = later.contains(session.get(j).id());
                if (again && settled) {
                    unexplained.add(session.get(j).id());
                }
                settled |= !again;
            }
        }
        return unexplained;
    }

    private static Set<String> ids(Collection<List<Delivery>> sessions) {
        Set<String> ids = new HashSet<>();
        sessions.forEach(session -> session.forEach(delivery -> ids.add(delivery.id())));
        return ids;
    }
}
