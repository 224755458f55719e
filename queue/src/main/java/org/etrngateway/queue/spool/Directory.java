package org.etrngateway.queue.spool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.index.Course;
import org.etrngateway.queue.index.Stored;
import org.etrngateway.queue.index.Unit;

/** Says which site a recipient is of, and so which units a message has. Immutable. */
record Directory(Function<DomainName, Optional<SiteName>> sites) {

    SiteName siteOf(Destination recipient) {
        SiteName none = recipient.outbound() ? SiteName.OUTBOUND : SiteName.UNASSIGNED;
        return recipient.domain().flatMap(sites).orElse(none);
    }

    /** True if mail of a site to a domain has to go to another site. */
    boolean moves(SiteName site, DomainName domain) {
        Optional<SiteName> now = sites.apply(domain);
        return site.isReserved() ? now.isPresent() : !now.equals(Optional.of(site));
    }

    /** The units of a message that have open recipients. */
    List<Unit> units(Fact.Arrived message) {
        Map<SiteName, List<Integer>> bySite = new TreeMap<>();
        List<Destination> recipients = message.recipients();
        for (int i = 0; i < recipients.size(); i++) {
            bySite.computeIfAbsent(siteOf(recipients.get(i)), site -> new ArrayList<>())
                    .add(i);
        }
        List<Unit> units = new ArrayList<>();
        bySite.forEach((site, all) -> {
            Set<Integer> done = new HashSet<>(all);
            done.retainAll(message.done());
            boolean held = !Collections.disjoint(all, message.held());
            Course course = message.begun(held).ended(done);
            units.add(new Unit(message.id(), site, stored(message, all), course));
        });
        units.removeIf(Unit::isDone);
        return units;
    }

    private static Stored stored(Fact.Arrived message, List<Integer> recipients) {
        return new Stored(
                message.place().segment(),
                message.place().offset(),
                message.size(),
                message.since(),
                message.deadline(),
                message.notice(),
                message.large(),
                Set.copyOf(recipients),
                recipients.stream()
                        .flatMap(i -> message.recipients().get(i).domain().stream())
                        .collect(Collectors.toSet()));
    }
}
