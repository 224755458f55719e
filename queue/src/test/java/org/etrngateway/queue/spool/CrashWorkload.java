package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.Recipient;

/**
 * A life of a queue on a simulated disk, as the seed wants it, with a ledger. Each step waits for all that it
 * began; within one, what is begun goes through the log together.
 */
final class CrashWorkload implements AutoCloseable {
    private static final Path FOLDER = Path.of("/spool");
    private static final Path BACKUP = Path.of("/backup");
    private static final Path RESTORED = Path.of("/restored");

    /** All limits are so small that a short life meets each of them often. */
    private static final SpoolSettings SETTINGS = settings(FOLDER);

    private final SimulatedDisk disk;
    private final CrashLedger ledger;
    private final Random random;
    private final MutableClock clock = new MutableClock();
    private int directory;
    private MailQueue queue;

    /**
     * @throws SpoolException if the queue cannot be opened
     */
    CrashWorkload(SimulatedDisk disk, CrashLedger ledger, int directory, Random random) {
        this.disk = disk;
        this.ledger = ledger;
        this.directory = directory;
        this.random = random;
        this.queue = open();
    }

    private static SpoolSettings settings(Path folder) {
        return new SpoolSettings(folder, 6000, 0, 0, 2500, 12);
    }

    private MailQueue open() {
        return open(SETTINGS);
    }

    private MailQueue open(SpoolSettings settings) {
        Directory sites = CrashSites.directory(directory);
        return SpoolQueue.open(disk, settings, sites, new Holdings(Map.of(), clock), clock, () -> {});
    }

    MailQueue queue() {
        return queue;
    }

    int directory() {
        return directory;
    }

    /** Lives on for some steps, or until a fault of the disk ends the queue. */
    void live(int steps) {
        for (int i = 0; i < steps && queue.acceptance() != MailQueue.Acceptance.FAILED; i++) {
            step();
        }
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 35) {
            accept(dice < 10 ? 2 + random.nextInt(4) : 1);
        } else if (dice < 65) {
            settle();
        } else if (dice < 70) {
            discard();
        } else if (dice < 80) {
            decide();
        } else if (dice < 86) {
            pause();
        } else if (dice < 90) {
            assign();
        } else if (dice < 95) {
            settleLate();
        } else if (dice < 98) {
            restart();
        } else {
            backUp();
        }
    }

    /** Ends in order and starts again. */
    void restart() {
        queue.close();
        queue = open();
    }

    @Override
    public void close() {
        queue.close();
    }

    /** All these are on their way together. */
    private void accept(int messages) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            all.add(accept(envelope(), content()));
        }
        all.forEach(CrashWorkload::await);
    }

    private CompletableFuture<Void> accept(Envelope envelope, byte[] content) {
        Draft draft = queue.draft(envelope, List.of());
        long id = draft.id().value();
        String subject = "subject of " + id;
        ledger.add(
                "accepting " + id + ": " + content.length + " octets for "
                        + envelope.recipients().stream().map(Recipient::address).toList(),
                to -> to.begun(id, envelope, subject, content));
        if (!append(draft, content)) {
            draft.discard();
            return CompletableFuture.completedFuture(null);
        }
        return acknowledged(draft.commit(subject), "accepted " + id, to -> to.accepted(id));
    }

    /** False if there was no room. */
    private static boolean append(Draft draft, byte[] content) {
        try {
            Messages.append(draft, content);
            return true;
        } catch (QueueException e) {
            return false;
        }
    }

    /** Notes what was promised before anybody else can do something about it. */
    private CompletableFuture<Void> acknowledged(
            CompletionStage<Void> stage, String text, Consumer<Expectation> effect) {
        return stage.thenRun(() -> ledger.add(text, effect)).toCompletableFuture();
    }

    /** Waits; what could not be promised stays in doubt. */
    private static void await(CompletableFuture<Void> stage) {
        try {
            Messages.await(stage.exceptionallyCompose(CrashWorkload::known));
        } catch (QueueException e) {
            // The ledger holds no acknowledgement.
            return;
        }
    }

    private static CompletableFuture<Void> known(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return CompletableFuture.failedFuture(cause);
    }

    private Envelope envelope() {
        List<Recipient> recipients = new ArrayList<>();
        if (random.nextInt(10) == 0) {
            recipients.add(Messages.outside("u@outside.example"));
        }
        for (int i = random.nextInt(4); i > 0 || recipients.isEmpty(); i--) {
            recipients.add(Messages.to("u" + i + "@" + pick(CrashSites.DOMAINS)));
        }
        Envelope plain = Messages.envelope(clock.instant(), recipients);
        return switch (random.nextInt(7)) {
            case 2 -> Messages.withBy(plain, (1 + random.nextInt(900)) + ";R");
            case 0 -> Messages.withPriority(plain, random.nextInt(19) - 9);
            case 1 -> Messages.asNotice(plain);
            default -> plain;
        };
    }

    /** Some are large, and some hold what would be records, if it lay elsewhere. */
    private byte[] content() {
        return switch (random.nextInt(8)) {
            case 0 -> Messages.sized((int) SETTINGS.largeBytes() + 1 + random.nextInt(3000));
            case 1 -> Messages.sized(random.nextInt(20) == 0 ? 150_000 : 1);
            case 2, 3 -> hostile();
            default -> Messages.sized(1 + random.nextInt(1200));
        };
    }

    /** A piece of the segment that is being written. */
    private byte[] hostile() {
        DiskState now = disk.state();
        List<Path> segments = now.list(SETTINGS.segments());
        Path newest = segments.get(segments.size() - 1);
        byte[] all = now.file(now.names().get(newest)).content().bytes();
        int from = random.nextBoolean() ? 0 : random.nextInt(all.length);
        return Arrays.copyOfRange(all, from, from + 1 + random.nextInt(all.length - from));
    }

    private void discard() {
        Draft draft = queue.draft(envelope(), List.of());
        append(draft, content());
        draft.discard();
    }

    private void settle() {
        List<Lease> leases = claim(1 + random.nextInt(4));
        leases.stream().map(this::settle).toList().forEach(CrashWorkload::await);
    }

    private List<Lease> claim(int messages) {
        List<SiteName> sites = List.copyOf(queue.summaries().keySet());
        return sites.isEmpty() ? List.of() : queue.claim(pick(sites), Observation.ALL, messages, Long.MAX_VALUE);
    }

    private CompletableFuture<Void> settle(Lease lease) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int recipient : lease.recipients()) {
            if (random.nextInt(5) > 0) {
                Outcome.Kind kind = pick(List.of(Outcome.Kind.values()));
                outcomes.add(Outcome.of(recipient, kind, clock.instant(), "as it went"));
            }
        }
        Set<Integer> ends = outcomes.stream()
                .filter(outcome -> outcome.kind().isFinal())
                .map(Outcome::recipient)
                .collect(Collectors.toSet());
        long id = lease.id().value();
        ledger.add("ending " + id + " for " + ends, to -> to.ending(id, ends));
        return acknowledged(
                queue.settle(lease, outcomes, clock.instant()),
                "ended " + id + " for " + ends,
                to -> to.ended(id, ends));
    }

    /** When the lease was lost, and perhaps the site. */
    private void settleLate() {
        List<Lease> leases = claim(1);
        clock.advance(Duration.ofSeconds(MailQueue.LEASE_SECONDS));
        if (random.nextBoolean()) {
            assign();
        }
        leases.forEach(lease -> await(settle(lease)));
    }

    private void decide() {
        for (Lease lease : claim(1)) {
            queue.release(lease);
            DomainName domain =
                    lease.open().findFirst().orElseThrow().address().domain().orElseThrow();
            long id = lease.id().value();
            if (random.nextBoolean()) {
                hold(lease, id, domain, random.nextBoolean());
            } else {
                prioritise(lease, id, domain, random.nextInt(19) - 9);
            }
        }
    }

    private void hold(Lease lease, long id, DomainName domain, boolean now) {
        ledger.add("holding " + id + " for " + domain + ": " + now, to -> to.holding(id, domain, now));
        Directive directive = now
                ? new Directive.Hold(lease.id(), lease.site(), "op")
                : new Directive.Release(lease.id(), lease.site(), "op");
        await(acknowledged(queue.apply(directive), "held " + id, to -> to.held(id, domain, now)));
    }

    private void prioritise(Lease lease, long id, DomainName domain, int now) {
        ledger.add("prioritising " + id + " for " + domain + ": " + now, to -> to.prioritising(id, domain, now));
        Directive directive = new Directive.SetPriority(lease.id(), lease.site(), now, "op");
        await(acknowledged(queue.apply(directive), "prioritised " + id, to -> to.prioritised(id, domain, now)));
    }

    private void pause() {
        SiteName site = pick(CrashSites.all(directory));
        boolean now = random.nextBoolean();
        ledger.add("pausing " + site + ": " + now, to -> to.pausing(site, now));
        Directive directive = now ? new Directive.Pause(site, "op") : new Directive.Resume(site, "op");
        await(acknowledged(queue.apply(directive), "paused " + site, to -> to.paused(site, now)));
    }

    private void assign() {
        int next = random.nextInt(CrashSites.DIRECTORIES);
        ledger.add("assigning " + next, to -> to.assigning(next));
        queue.assign(CrashSites.directory(next).sites(), Map.of());
        directory = next;
        ledger.add("assigned " + next, to -> to.assigned(next));
    }

    private void backUp() {
        int now = ledger.size();
        ledger.add("backing up", to -> to.backingUp(now));
        try {
            new Backup(disk, SETTINGS, BACKUP, clock, Progress.NONE).run();
            ledger.add("backed up", to -> to.backedUp(now));
        } catch (IOException | SpoolException e) {
            ledger.add("no backup: " + e.getMessage(), to -> {});
        }
    }

    boolean hasBackup() throws IOException {
        return BackupManifest.read(disk, BACKUP)
                .filter(found -> !found.isEmpty())
                .isPresent();
    }

    /** What a spool holds that is made of the backup; empty if one was made before. */
    Optional<Observation> restore() throws IOException {
        if (disk.exists(settings(RESTORED).segments())) {
            return Optional.empty();
        }
        new Restore(disk, BACKUP, settings(RESTORED), Progress.NONE).run();
        try (MailQueue restored = open(settings(RESTORED))) {
            return Optional.of(Observation.of(restored, directory));
        }
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
