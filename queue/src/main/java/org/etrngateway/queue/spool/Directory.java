package org.etrngateway.queue.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.index.Course;
import org.etrngateway.queue.index.Stored;
import org.etrngateway.queue.index.Unit;

/** Says which site a recipient is of, and so which units a message has. Immutable. */
record Directory(Function<DomainName, Optional<SiteName>> sites) {

    SiteName siteOf(Recipient recipient) {
        SiteName none = recipient.outbound() ? SiteName.OUTBOUND : SiteName.UNASSIGNED;
        return recipient.address().domain().flatMap(sites).orElse(none);
    }

    /** Positions of a site's recipients that are not done. */
    List<Integer> open(Envelope envelope, SiteName site, Set<Integer> done) {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < envelope.recipients().size(); i++) {
            if (!done.contains(i) && siteOf(envelope.recipients().get(i)).equals(site)) {
                open.add(i);
            }
        }
        return open;
    }

    /** The units of a message that have open recipients. */
    List<Unit> units(long id, Place place, MessageRecord message) {
        Map<SiteName, List<Integer>> bySite = new TreeMap<>();
        List<Recipient> recipients = message.envelope().recipients();
        for (int i = 0; i < recipients.size(); i++) {
            if (!message.done().contains(i)) {
                bySite.computeIfAbsent(siteOf(recipients.get(i)), site -> new ArrayList<>())
                        .add(i);
            }
        }
        List<Unit> units = new ArrayList<>();
        Course course = Course.begun(message.envelope().priority().orElse(0)).ended(message.done());
        bySite.forEach((site, open) -> units.add(new Unit(id, site, stored(place, message, open), course)));
        return units;
    }

    private static Stored stored(Place place, MessageRecord message, List<Integer> open) {
        Envelope envelope = message.envelope();
        return new Stored(
                place.segment(),
                place.offset(),
                message.size(),
                envelope.received(),
                envelope.origin() == Envelope.Origin.NOTICE,
                message.largeCrc().isPresent(),
                Set.copyOf(open),
                open.stream().flatMap(i -> domain(envelope, i).stream()).collect(Collectors.toSet()));
    }

    private static Optional<DomainName> domain(Envelope envelope, int position) {
        return envelope.recipients().get(position).address().domain();
    }
}
