package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.queue.spool.SpoolFolder.ACME;
import static org.etrngateway.queue.spool.SpoolFolder.BETA;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.Listing;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Selection;

/**
 * What a process that fills and empties a spool has said, over all its lives, and the audit of what it has
 * left: nothing accepted is lost or altered, and nothing comes back that was settled. Other lines
 * say nothing to it. For one thread.
 */
final class SpoolLedger {
    private final Set<String> accepted = new HashSet<>();
    private final Set<String> settling = new HashSet<>();
    private final Set<String> settled = new HashSet<>();

    /** An entry: {@code accepted ID SITE…}, {@code settling ID SITE}, {@code settled ID SITE}. */
    void note(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "accepted" ->
                Arrays.stream(words, 2, words.length).forEach(site -> accepted.add(words[1] + " " + site));
            case "settling" -> settling.add(words[1] + " " + words[2]);
            case "settled" -> settled.add(words[1] + " " + words[2]);
            default -> {}
        }
    }

    /** How many units were accepted, by what was said. */
    int acceptedUnits() {
        return accepted.size();
    }

    /**
     * Compares a spool with the entries.
     *
     * @param when what was done to it, for the message
     */
    void audit(MailQueue queue, String when) throws IOException {
        Set<String> held = new HashSet<>();
        for (SiteName site : List.of(ACME, BETA)) {
            List<Listed> listed = listed(queue, site);
            listed.forEach(unit -> held.add(unit.id() + " " + unit.site()));
            assertThat(queue.summary(site).messages()).as(when).isEqualTo(listed.size());
            assertThat(queue.summary(site).bytes())
                    .as(when)
                    .isEqualTo(listed.stream().mapToLong(Listed::size).sum());
            checkContents(queue, site, listed, when);
        }
        Set<String> lost = new HashSet<>(accepted);
        lost.removeAll(held);
        lost.removeAll(settling);
        assertThat(lost).as("accepted, neither held nor settled; " + when).isEmpty();
        Set<String> back = new HashSet<>(settled);
        back.retainAll(held);
        assertThat(back).as("settled and held again; " + when).isEmpty();
        // What was being settled and is held was not settled: it may be tried again.
        settling.removeAll(held);
    }

    private static List<Listed> listed(MailQueue queue, SiteName site) {
        List<Listed> all = new ArrayList<>();
        Optional<MessageId> after = Optional.empty();
        List<Listed> page = queue.list(new Listing(Optional.of(site), after, 1000));
        while (!page.isEmpty()) {
            all.addAll(page);
            after = Optional.of(page.get(page.size() - 1).id());
            page = queue.list(new Listing(Optional.of(site), after, 1000));
        }
        return all;
    }

    /** As expiry does, which takes what an operator holds, too. */
    private static List<Lease> claim(MailQueue queue, SiteName site) {
        return queue.claim(site, Selection.receivedBy(SpoolFolder.NOON), 1000, Long.MAX_VALUE);
    }

    private static void checkContents(MailQueue queue, SiteName site, List<Listed> listed, String when) {
        List<Lease> leases = new ArrayList<>();
        List<Lease> page = claim(queue, site);
        while (!page.isEmpty()) {
            leases.addAll(page);
            page = claim(queue, site);
        }
        assertThat(leases).as(when).hasSameSizeAs(listed);
        for (Listed unit : listed) {
            assertThat(Integer.parseInt(unit.subject())).as(when).isEqualTo((int) unit.size());
        }
        for (Lease lease : leases) {
            assertThat(Arrays.equals(Messages.read(queue, lease), Messages.sized((int) lease.size())))
                    .as("content of " + lease.id() + "; " + when)
                    .isTrue();
            queue.release(lease);
        }
    }
}
