package org.etrngateway.queue;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.etrngateway.address.SiteName;

/**
 * Where a {@link MemoryQueue} keeps its messages, so that thousands of sites cost no more each than one: units are
 * found by site, and those under a lease among themselves. All that changes which unit a recipient is in, or who has
 * it, goes through here. Guarded by the queue's lock.
 */
final class MemoryShelf {
    private static final Comparator<MemoryUnit> BEST_FIRST = Comparator.comparingInt(
                    (MemoryUnit unit) -> -unit.priority)
            .thenComparing(unit -> unit.message.envelope.received())
            .thenComparing(unit -> unit.message.id);

    private static final Comparator<MemoryUnit> SMALL_FIRST = Comparator.comparingInt(
                    (MemoryUnit unit) -> -unit.priority)
            .thenComparingInt(unit -> Selection.grade(unit.message.size()));

    private final NavigableMap<MessageId, MemoryMessage> messages = new TreeMap<>();
    private final Map<SiteName, NavigableMap<MessageId, MemoryUnit>> sites = new HashMap<>();
    private final Set<MemoryUnit> leased = new LinkedHashSet<>();

    void put(MemoryMessage message) {
        messages.put(message.id, message);
        message.units.values().forEach(this::found);
    }

    Optional<MemoryMessage> message(MessageId id) {
        return Optional.ofNullable(messages.get(id));
    }

    /** By id, from behind one. */
    Collection<MemoryMessage> after(Optional<MessageId> id) {
        return id.map(first -> messages.tailMap(first, false)).orElse(messages).values();
    }

    Stream<MemoryUnit> units() {
        return sites.values().stream().flatMap(units -> units.values().stream());
    }

    /** By id. */
    Collection<MemoryUnit> units(SiteName site) {
        return Collections.unmodifiableCollection(
                sites.getOrDefault(site, Collections.emptyNavigableMap()).values());
    }

    /** Those of a site that a claim would take first. */
    List<MemoryUnit> first(SiteName site, Selection selection, int most) {
        Stream<MemoryUnit> best =
                units(site).stream().filter(unit -> unit.matches(selection)).sorted(BEST_FIRST);
        return selection.smallFirst()
                ? best.limit(MailQueue.LOOK_AHEAD)
                        .sorted(SMALL_FIRST)
                        .limit(most)
                        .toList()
                : best.limit(most).toList();
    }

    /** Those that have a unit. */
    Set<SiteName> sites() {
        return Set.copyOf(sites.keySet());
    }

    Optional<MemoryUnit> unit(MessageId id, SiteName site) {
        return message(id).map(message -> message.units.get(site));
    }

    void lease(MemoryUnit unit, long epoch, Instant deadline) {
        unit.lease = Optional.of(new MemoryUnit.MemoryLease(epoch, deadline));
        leased.add(unit);
    }

    /** Takes a lease back; the unit moves to the site that it has by now. */
    void unlease(MemoryUnit unit, Function<Recipient, SiteName> siteOf) {
        unit.lease = Optional.empty();
        leased.remove(unit);
        reassign(unit.message, siteOf);
    }

    /** Those whose lease ends no later than an instant. */
    List<MemoryUnit> lapsed(Instant now) {
        return leased.stream()
                .filter(unit -> !unit.lease.orElseThrow().deadline().isAfter(now))
                .toList();
    }

    List<MemoryUnit> leased() {
        return List.copyOf(leased);
    }

    /** Moves what is not leased to the sites that it has now. */
    void reassign(Function<Recipient, SiteName> siteOf) {
        messages.values().forEach(message -> reassign(message, siteOf));
    }

    private void reassign(MemoryMessage message, Function<Recipient, SiteName> siteOf) {
        change(message, () -> message.reassign(siteOf));
    }

    /** Ends recipients' stories, and with the last of them the message's. */
    void end(MemoryMessage message, List<Integer> recipients) {
        change(message, () -> recipients.forEach(message::end));
        if (message.units.isEmpty()) {
            messages.remove(message.id);
        }
    }

    private void change(MemoryMessage message, Runnable change) {
        List.copyOf(message.units.values()).forEach(this::lost);
        change.run();
        message.units.values().forEach(this::found);
    }

    private void lost(MemoryUnit unit) {
        leased.remove(unit);
        sites.computeIfPresent(unit.site, (site, units) -> {
            units.remove(unit.message.id);
            return units.isEmpty() ? null : units;
        });
    }

    private void found(MemoryUnit unit) {
        sites.computeIfAbsent(unit.site, site -> new TreeMap<>()).put(unit.message.id, unit);
        if (unit.lease.isPresent()) {
            leased.add(unit);
        }
    }
}
