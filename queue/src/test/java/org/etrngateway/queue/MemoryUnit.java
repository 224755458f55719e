package org.etrngateway.queue;

import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;

/** One (message, site) of a {@link MemoryQueue}; guarded by the queue's lock. */
final class MemoryUnit {
    final MemoryMessage message;
    final SiteName site;
    final NavigableSet<Integer> open = new TreeSet<>();
    int priority;
    boolean operatorHeld;
    /** When its sender lets it go. */
    Optional<Instant> until = Optional.empty();

    boolean toldLate;
    int attempts;
    Optional<Instant> lastAttempt = Optional.empty();
    Optional<Instant> due = Optional.empty();
    String lastReply = "";
    Optional<MemoryLease> lease = Optional.empty();

    MemoryUnit(MemoryMessage message, SiteName site) {
        this.message = message;
        this.site = site;
        priority = message.envelope.wishes().urgency();
        toldLate = message.envelope.wishes().areKnownLate();
    }

    /** Who holds the unit, and until when. */
    record MemoryLease(long epoch, Instant deadline) {}

    boolean isLeasedBy(Lease other) {
        return lease.isPresent() && lease.get().epoch() == other.epoch();
    }

    void deferred(Outcome outcome, Instant dueAt) {
        lastAttempt = Optional.of(outcome.at());
        due = Optional.of(dueAt);
        lastReply = outcome.reply();
    }

    boolean matches(Selection selection) {
        return lease.isEmpty()
                && (!isHeld() || selection.isByAge())
                && lastAttempt.map(at -> at.isBefore(selection.triedBefore())).orElse(true)
                && selection.dueBy().map(this::isDue).orElse(true)
                && selection.receivedBy().map(this::wasReceivedBy).orElse(true)
                && !selection.receivedAfter().map(this::wasReceivedBy).orElse(false)
                && selection.lateBy().map(this::isLate).orElse(true)
                && message.size() <= selection.upTo()
                && !within(selection).isEmpty();
    }

    private boolean isDue(Instant by) {
        return due.map(at -> !at.isAfter(by)).orElse(lastAttempt.isEmpty());
    }

    private boolean wasReceivedBy(Instant by) {
        return !message.envelope.since().isAfter(by);
    }

    private boolean isLate(Instant by) {
        return until.isEmpty()
                && !toldLate
                && message.envelope.deadline().filter(at -> !at.isAfter(by)).isPresent();
    }

    /** True if no trigger releases it. */
    boolean isHeld() {
        return operatorHeld || until.isPresent();
    }

    /** The open recipients in the domains of a selection. */
    List<Integer> within(Selection selection) {
        return open.stream()
                .filter(i -> selection
                        .domains()
                        .map(only -> address(i).domain().map(only::contains).orElse(false))
                        .orElse(true))
                .toList();
    }

    private Mailbox address(int recipient) {
        return message.envelope.recipients().get(recipient).address();
    }

    Lease leased(List<Integer> recipients, long epoch) {
        return new Lease(message.id, site, message.envelope, recipients, message.size(), attempts, epoch);
    }

    Listed listed() {
        return new Listed(
                message.id,
                site,
                state(),
                message.envelope.sender(),
                open.stream().map(this::address).toList(),
                message.subject,
                message.size(),
                message.envelope.received(),
                priority,
                attempts,
                until,
                due,
                lastReply);
    }

    private Listed.State state() {
        if (lease.isPresent()) {
            return Listed.State.IN_FLIGHT;
        }
        if (until.isPresent()) {
            return Listed.State.ASLEEP;
        }
        return operatorHeld ? Listed.State.OPERATOR_HELD : Listed.State.HELD;
    }

    /** Takes what is known of another unit of the message, whose recipients move here. */
    void learnFrom(MemoryUnit other) {
        if (open.isEmpty()) {
            priority = other.priority;
            toldLate = other.toldLate;
        }
        toldLate &= other.toldLate;
        priority = Math.max(priority, other.priority);
        operatorHeld |= other.operatorHeld;
        until = operatorHeld ? Optional.empty() : until.or(() -> other.until);
        if (other.attempts > attempts) {
            attempts = other.attempts;
            lastAttempt = other.lastAttempt;
            due = other.due;
            lastReply = other.lastReply;
        }
    }
}
