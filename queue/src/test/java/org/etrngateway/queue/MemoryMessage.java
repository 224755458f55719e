package org.etrngateway.queue;

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

    /**
     * Moves the open recipients of all units that are not leased to the sites they now have, all at once. What
     * comes together is one unit: with the better priority, held if a part was, tried as often as the part
     * that was tried most.
     */
    void reassign(Function<Recipient, SiteName> siteOf) {
        List<MemoryUnit> free =
                units.values().stream().filter(unit -> unit.lease.isEmpty()).toList();
        free.forEach(unit -> units.remove(unit.site));
        for (MemoryUnit from : free) {
            for (int recipient : from.open) {
                SiteName site = siteOf.apply(envelope.recipients().get(recipient));
                MemoryUnit to = units.computeIfAbsent(site, name -> new MemoryUnit(this, name));
                to.learnFrom(from);
                to.open.add(recipient);
            }
        }
    }

    /** Ends a recipient's story, whichever unit it is in. */
    void end(int recipient) {
        units.values().forEach(unit -> unit.open.remove(recipient));
        units.values().removeIf(unit -> unit.open.isEmpty());
    }
}
