package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.queue.Messages.await;
import static org.etrngateway.queue.Messages.envelope;
import static org.etrngateway.queue.Messages.read;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.queue.NamedTransaction;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Selection;
import org.etrngateway.queue.TransactionName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A message that comes over three connections by one transaction, cut short after every operation of the disk, by a
 * kill and by power cuts; then its client tries again. However it went, the site gets the message, whole and once.
 */
class NamedTransactionCrashTest {
    private static final SpoolSettings SETTINGS = new SpoolSettings(Path.of("/spool"), 200_000, 0, 0, 2500, 50);
    private static final TransactionName NAME = new TransactionName("192.0.2.1", "client.example", "t@client.example");
    private static final SiteName ACME = new SiteName("acme");
    private static final byte[] CONTENT =
            "a line of a message that comes in parts\r\n".repeat(400).getBytes(StandardCharsets.US_ASCII);
    private static final long[] FATES = {1, 2, 3};

    private final MutableClock clock = new MutableClock();
    private final Logger log = (Logger) LoggerFactory.getLogger("org.etrngateway.queue.spool");

    /** What the client knows: so many octets were named to it, the last of them by the 250. */
    private final List<Long> named = new ArrayList<>();

    @BeforeEach
    void expectWarnings() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void restoreLog() {
        log.setLevel(null);
    }

    @Test
    void aCrashNeitherLosesTheMessageNorMakesItTwo() {
        List<SimulatedDisk.Moment> moments = live();
        long promised = moments.get(moments.size() - 1).ledger();
        assertThat(promised).as("the life reached its end").isEqualTo(4);
        int audited = 0;
        for (SimulatedDisk.Moment moment : moments) {
            if (!moment.operation().contains(".mv.db")) {
                audit(moment, moment.state(), "boot");
                for (long fate : FATES) {
                    audit(moment, moment.state().survive(fate), "boot after " + fate);
                }
                audited++;
            }
        }
        assertThat(audited).isGreaterThan(30);
    }

    private List<SimulatedDisk.Moment> live() {
        try (SimulatedDisk disk = new SimulatedDisk(DiskState.EMPTY, "boot", this::namedSoFar)) {
            try (MailQueue queue = open(disk)) {
                part(queue, 5_000);
                part(queue, 11_000);
                NamedTransaction last = takeUp(queue);
                Draft draft = last.resume(List.of());
                append(draft, last.kept(), CONTENT.length);
                await(draft.commit("", CONTENT.length));
                name(CONTENT.length);
                last.close();
                deliver(queue, 1);
                name(CONTENT.length);
            }
            return disk.moments();
        }
    }

    private synchronized int namedSoFar() {
        return named.size();
    }

    private synchronized void name(long octets) {
        named.add(octets);
    }

    private void part(MailQueue queue, int until) {
        NamedTransaction transaction = takeUp(queue);
        Draft draft = begin(transaction);
        append(draft, transaction.kept(), until);
        draft.suspend();
        transaction.close();
        NamedTransaction next = takeUp(queue);
        name(next.kept());
        next.close();
    }

    private Draft begin(NamedTransaction transaction) {
        return transaction.kept() > 0
                ? transaction.resume(List.of())
                : transaction.begin(envelope(clock.instant(), "a@acme.example"), List.of());
    }

    private static void append(Draft draft, long from, int until) {
        for (int at = (int) from; at < until; at += 1_000) {
            await(draft.append(ByteBuffer.wrap(Arrays.copyOfRange(CONTENT, at, Math.min(until, at + 1_000)))));
        }
    }

    private static NamedTransaction takeUp(MailQueue queue) {
        return await(queue.takeUp(NAME, () -> {}));
    }

    private MailQueue open(SimulatedDisk disk) {
        Directory sites = new Directory(SpoolFolder.DIRECTORY);
        return SpoolQueue.open(disk, SETTINGS, sites, new Holdings(Map.of(), clock), clock, () -> {});
    }

    private void audit(SimulatedDisk.Moment moment, DiskState left, String boot) {
        try (SimulatedDisk disk = new SimulatedDisk(left, boot, () -> 0)) {
            try (MailQueue queue = open(disk)) {
                goOn(queue, moment.ledger());
                disk.turnOff();
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("after " + moment.operation() + ", " + boot, e);
        }
    }

    /** What the client does when the gateway is there again. */
    private void goOn(MailQueue queue, int promises) {
        NamedTransaction transaction = takeUp(queue);
        if (promises > 0) {
            assertThat(transaction.kept())
                    .as("octets that were promised")
                    .isGreaterThanOrEqualTo(named.get(promises - 1));
        }
        long held = queue.summary(ACME).messages();
        if (transaction.isComplete()) {
            assertThat(transaction.kept()).isEqualTo(CONTENT.length);
            assertThat(promises >= 3 || held == 1).as("complete, and nowhere").isTrue();
        } else {
            assertThat(held).as("a second copy would follow").isZero();
            Draft draft = begin(transaction);
            append(draft, transaction.kept(), CONTENT.length);
            await(draft.commit("", CONTENT.length));
            transaction.close();
            assertThat(takeUp(queue).isComplete()).isTrue();
        }
        deliver(queue, transaction.isComplete() ? (int) held : 1);
    }

    private void deliver(MailQueue queue, int messages) {
        List<Lease> leases =
                queue.claim(ACME, Selection.released(clock.instant().plusSeconds(1)), 10, Long.MAX_VALUE);
        assertThat(leases).hasSize(messages);
        for (Lease lease : leases) {
            assertThat(read(queue, lease)).isEqualTo(CONTENT);
            await(queue.settle(
                    lease, List.of(Outcome.of(0, Outcome.Kind.DELIVERED, clock.instant(), "250")), clock.instant()));
        }
    }
}
