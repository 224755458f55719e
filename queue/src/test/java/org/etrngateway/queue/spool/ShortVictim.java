package org.etrngateway.queue.spool;

import static org.etrngateway.queue.spool.SpoolFolder.ACME;
import static org.etrngateway.queue.spool.SpoolFolder.BETA;
import static org.etrngateway.queue.spool.SpoolFolder.NOON;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MailQueue.Acceptance;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.Selection;

/**
 * A process that does a little of everything with the spool {@code FOLDER}, always the same in the same order,
 * and closes it. It prints the ledger of {@link SpoolLedger}, {@code refused} for each step that finds no
 * room and is tried again when there is some, {@code done} after the last
 * step, and at the end {@code closed}. It ends as the gateway does when
 * the disk fails: at once, with the code 74.
 */
final class ShortVictim {
    static final int DISK_FAILED = 74;

    private static final int MESSAGES = 16;
    private static final int LARGE = 300_000;

    private final MailQueue queue;

    private ShortVictim(MailQueue queue) {
        this.queue = queue;
    }

    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[0]);
        // A segment holds a few messages, and checkpoints come as often.
        SpoolSettings settings = new SpoolSettings(folder, 8 << 10, 0, 0, 256 << 10, 6);
        try (MailQueue queue = SpoolQueue.open(
                settings, SpoolFolder.DIRECTORY, Map.of(), new MutableClock(), ShortVictim::diskFailed)) {
            new ShortVictim(queue).run();
            say("done");
        } catch (SpoolException e) {
            say(e.getMessage());
            diskFailed();
        }
        say("closed");
    }

    private static void diskFailed() {
        Runtime.getRuntime().halt(DISK_FAILED);
    }

    private void run() throws InterruptedException {
        for (int i = 0; i < MESSAGES; i++) {
            accept(i);
            if (i % 2 == 1) {
                deliver(i % 4 == 1 ? ACME : BETA);
            }
        }
        Lease kept = SpoolFolder.claim(queue, ACME).get(0);
        whenThereIsRoom(() -> SpoolFolder.defer(queue, kept));
        whenThereIsRoom(() -> Messages.await(queue.apply(new Directive.Hold(kept.id(), ACME, "test"))));
        whenThereIsRoom(() -> Messages.await(queue.apply(new Directive.Release(kept.id(), ACME, "test"))));
    }

    private void accept(int number) throws InterruptedException {
        String site = number % 3 == 1 ? "acme" : "beta";
        List<String> sites = number % 3 == 0 ? List.of("acme", "beta") : List.of(site);
        int size = number % 8 == 5 ? LARGE : 100 + 400 * number;
        whenThereIsRoom(() -> accept(size, sites));
    }

    private void accept(int size, List<String> sites) {
        String[] recipients =
                sites.stream().map(site -> "user@" + site + ".example").toArray(String[]::new);
        Draft draft = queue.draft(Messages.envelope(NOON, recipients), List.of());
        try {
            Messages.append(draft, Messages.sized(size));
            Messages.await(draft.commit(Integer.toString(size)));
        } finally {
            draft.discard();
        }
        say("accepted " + draft.id() + " " + String.join(" ", sites));
    }

    private void deliver(SiteName site) throws InterruptedException {
        for (Lease lease : queue.claim(site, Selection.released(NOON.plusSeconds(1)), 1, Long.MAX_VALUE)) {
            String unit = lease.id() + " " + lease.site();
            say("settling " + unit);
            whenThereIsRoom(() -> SpoolFolder.deliver(queue, lease));
            say("settled " + unit);
        }
    }

    private void whenThereIsRoom(Runnable step) throws InterruptedException {
        while (true) {
            try {
                step.run();
                return;
            } catch (QueueException e) {
                if (e.reason() != QueueException.Reason.FULL) {
                    throw e;
                }
            }
            say("refused");
            while (queue.acceptance() != Acceptance.OPEN) {
                Thread.sleep(10);
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
