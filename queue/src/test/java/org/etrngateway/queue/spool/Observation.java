package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Selection;
import org.etrngateway.queue.SiteSummary;

/**
 * What a queue that nobody else uses holds, by its list and by what can be claimed; the two must agree with
 * each other and with the counters of each site. Immutable.
 */
record Observation(List<Seen> units, Set<SiteName> paused) {
    private static final int PAGE = 7;

    /** Whatever there is. */
    static final Selection ALL = Selection.receivedBy(SpoolFolder.NOON.plusSeconds(1_000_000));

    /** A unit with all that is promised of it. */
    record Seen(
            long id,
            SiteName site,
            Envelope envelope,
            Set<Integer> recipients,
            String subject,
            ByteBuffer content,
            boolean held,
            int priority) {}

    /** Recipients of a message that are open. */
    Set<Integer> recipients(long id) {
        Set<Integer> all = new TreeSet<>();
        units.stream().filter(unit -> unit.id() == id).forEach(unit -> all.addAll(unit.recipients()));
        return all;
    }

    /**
     * @throws AssertionError if list, claims and counters do not agree, or a content cannot be read
     */
    static Observation of(MailQueue queue, int directory) {
        Map<SiteName, List<Listed>> listed = list(queue);
        assertThat(CrashSites.all(directory)).as("sites with mail").containsAll(listed.keySet());
        List<Seen> units = new ArrayList<>();
        for (SiteName site : CrashSites.all(directory)) {
            List<Listed> ofSite = listed.getOrDefault(site, List.of());
            checkCounters(site, queue.summary(site), ofSite);
            units.addAll(claim(queue, site, ofSite));
        }
        units.sort(Comparator.comparing(Seen::id).thenComparing(Seen::site));
        return new Observation(List.copyOf(units), paused(queue));
    }

    private static Set<SiteName> paused(MailQueue queue) {
        return queue.summaries().entrySet().stream()
                .filter(site -> site.getValue().paused())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Map<SiteName, List<Listed>> list(MailQueue queue) {
        return Messages.listed(queue, PAGE).stream().collect(Collectors.groupingBy(Listed::site));
    }

    private static void checkCounters(SiteName site, SiteSummary counted, List<Listed> listed) {
        assertThat(counted.messages()).as("messages of %s", site).isEqualTo(listed.size());
        assertThat(counted.bytes())
                .as("octets of %s", site)
                .isEqualTo(listed.stream().mapToLong(Listed::size).sum());
        assertThat(counted.operatorHeld())
                .as("held by operators at %s", site)
                .isEqualTo(listed.stream().filter(Observation::isHeld).count());
    }

    private static boolean isHeld(Listed unit) {
        return unit.state() == Listed.State.OPERATOR_HELD;
    }

    private static List<Seen> claim(MailQueue queue, SiteName site, List<Listed> listed) {
        Map<MessageId, Listed> byId = new HashMap<>();
        listed.forEach(unit -> byId.put(unit.id(), unit));
        List<Lease> leases = new ArrayList<>();
        for (List<Lease> page = page(queue, site); !page.isEmpty(); page = page(queue, site)) {
            leases.addAll(page);
        }
        assertThat(leases.stream().map(Lease::id))
                .as("claimed for %s and listed", site)
                .containsExactlyInAnyOrderElementsOf(byId.keySet());
        List<Seen> seen =
                leases.stream().map(it -> seen(queue, it, byId.get(it.id()))).toList();
        leases.forEach(queue::release);
        return seen;
    }

    private static List<Lease> page(MailQueue queue, SiteName site) {
        return queue.claim(site, ALL, PAGE, Long.MAX_VALUE);
    }

    private static Seen seen(MailQueue queue, Lease lease, Listed listed) {
        Set<Integer> open = new TreeSet<>(lease.recipients());
        assertThat(open).as("recipients of %s", listed).hasSameSizeAs(listed.recipients());
        return new Seen(
                lease.id().value(),
                lease.site(),
                lease.envelope(),
                open,
                listed.subject(),
                ByteBuffer.wrap(Messages.read(queue, lease)),
                isHeld(listed),
                listed.priority());
    }
}
