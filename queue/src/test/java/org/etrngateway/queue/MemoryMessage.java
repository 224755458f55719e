package org.etrngateway.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.etrngateway.address.SiteName;

/** A message of a {@link MemoryQueue} with its units, of which each has open recipients; guarded by the queue's lock. */
final class MemoryMessage {
    final MessageId id;
    final Envelope envelope;
    final String subject;
    final NavigableMap<SiteName, MemoryUnit> units = new TreeMap<>();
    private final byte[] content;
    private boolean corrupt;

    MemoryMessage(MessageId id, Envelope envelope, String subject, byte[] content) {
        this.id = id;
        this.envelope = envelope;
        this.subject = subject;
        this.content = content;
    }

    long size() {
        return content.length;
    }

    byte[] content() {
        return content;
    }

    void corrupt() {
        corrupt = true;
    }

    boolean isCorrupt() {
        return corrupt;
    }

    /** Makes the first units: all recipients are open. */
    void divide(Function<Recipient, SiteName> siteOf) {
        for (int i = 0; i < envelope.recipients().size(); i++) {
            SiteName site = siteOf.apply(envelope.recipients().get(i));
            units.computeIfAbsent(site, name -> new MemoryUnit(this, name)).open.add(i);
        }
    }

    /** Moves the open recipients of all units that are not leased to the sites they now have. */
    void reassign(Function<Recipient, SiteName> siteOf) {
        for (MemoryUnit unit : List.copyOf(units.values())) {
            if (unit.lease.isEmpty()) {
                reassign(unit, siteOf);
            }
        }
        units.values().removeIf(unit -> unit.open.isEmpty());
    }

    private void reassign(MemoryUnit from, Function<Recipient, SiteName> siteOf) {
        for (int recipient : new ArrayList<>(from.open)) {
            SiteName site = siteOf.apply(envelope.recipients().get(recipient));
            if (!site.equals(from.site)) {
                MemoryUnit to = units.computeIfAbsent(site, name -> new MemoryUnit(this, name));
                to.learnFrom(from);
                to.open.add(recipient);
                from.open.remove(recipient);
            }
        }
    }

    /** Ends a recipient's story, whichever unit it is in. */
    void end(int recipient) {
        units.values().forEach(unit -> unit.open.remove(recipient));
        units.values().removeIf(unit -> unit.open.isEmpty());
    }
}
