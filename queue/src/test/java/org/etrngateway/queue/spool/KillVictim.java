package org.etrngateway.queue.spool;

import static org.etrngateway.queue.spool.SpoolFolder.ACME;
import static org.etrngateway.queue.spool.SpoolFolder.BETA;
import static org.etrngateway.queue.spool.SpoolFolder.NOON;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Selection;

/**
 * A process that fills and empties a spool until it is killed: {@code FOLDER SEED [BOOT]}. It prints a ledger, a
 * line an event, each when it is true: {@code opening}; {@code accepted ID SITE…}; {@code settling ID SITE}
 * before, and {@code settled ID SITE} after. The subject of a message is the size of its content.
 */
final class KillVictim {
    private static final int SENDERS = 6;
    private static final int LARGE = 400_000;

    private final MailQueue queue;

    private KillVictim(MailQueue queue) {
        this.queue = queue;
    }

    public static void main(String[] args) throws InterruptedException {
        say("opening");
        Path folder = Path.of(args[0]);
        MailQueue queue = args.length > 2 ? open(folder, args[2]) : open(folder);
        KillVictim victim = new KillVictim(queue);
        Random random = new Random(Long.parseLong(args[1]));
        for (int i = 0; i < SENDERS; i++) {
            Random own = new Random(random.nextLong());
            new Thread(() -> victim.send(own)).start();
        }
        new Thread(() -> victim.deliver(ACME, new Random(random.nextLong()))).start();
        victim.deliver(BETA, new Random(random.nextLong()));
    }

    static MailQueue open(Path folder) {
        return open(folder, new RealDisk());
    }

    /** Opens it on a machine that was started under this name. */
    static MailQueue open(Path folder, String boot) {
        return open(folder, new DiskOverReal() {
            @Override
            public String boot() {
                return boot;
            }
        });
    }

    /** Segments and checkpoints are so small that a run has many. */
    private static MailQueue open(Path folder, Disk disk) {
        SpoolSettings settings = new SpoolSettings(folder, 64 << 10, 8 * (64 << 10), 0, 256 << 10, 500);
        MutableClock clock = new MutableClock();
        Directory directory = new Directory(SpoolFolder.DIRECTORY);
        return SpoolQueue.open(disk, settings, directory, new Holdings(Map.of(), clock), clock, () -> {});
    }

    private void send(Random random) {
        while (true) {
            String[] recipients =
                    random.nextInt(4) == 0 ? new String[] {"a@acme.example", "b@beta.example"} : one(random);
            int size = random.nextInt(50) == 0 ? LARGE : 1 + random.nextInt(9000);
            Draft draft = queue.draft(Messages.envelope(NOON, recipients), List.of());
            Messages.append(draft, Messages.sized(size));
            Messages.await(draft.commit(Integer.toString(size)));
            say("accepted " + draft.id() + " " + String.join(" ", sites(recipients)));
        }
    }

    private static String[] one(Random random) {
        return new String[] {random.nextBoolean() ? "a@acme.example" : "b@beta.example"};
    }

    private static List<String> sites(String... recipients) {
        return List.of(recipients).stream()
                .map(recipient -> recipient.substring(2, recipient.indexOf('.')))
                .toList();
    }

    /** Settles about as much as comes in; some of it only with a deferral. */
    private void deliver(SiteName site, Random random) {
        while (true) {
            List<CompletableFuture<Void>> settled = queue
                    .claim(site, Selection.released(NOON.plusSeconds(1)), 1 + random.nextInt(40), Long.MAX_VALUE)
                    .stream()
                    .map(lease -> settle(lease, random.nextInt(10) == 0))
                    .toList();
            CompletableFuture.allOf(settled.toArray(CompletableFuture<?>[]::new))
                    .join();
        }
    }

    private CompletableFuture<Void> settle(Lease lease, boolean later) {
        if (later) {
            Outcome outcome = Outcome.of(lease.recipients().get(0), Outcome.Kind.DEFERRED, NOON, "451 later");
            return queue.settle(lease, List.of(outcome), NOON).toCompletableFuture();
        }
        String unit = lease.id() + " " + lease.site();
        say("settling " + unit);
        List<Outcome> outcomes = lease.recipients().stream()
                .map(recipient -> Outcome.of(recipient, Outcome.Kind.DELIVERED, NOON, "250 ok"))
                .toList();
        return queue.settle(lease, outcomes, NOON).toCompletableFuture().thenRun(() -> say("settled " + unit));
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
