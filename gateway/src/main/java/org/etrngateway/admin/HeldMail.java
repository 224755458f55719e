package org.etrngateway.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.etrngateway.address.SiteName;
import org.etrngateway.delivery.Dismissal;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.delivery.Triggers;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.Listing;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;

/**
 * What operators see of messages and do with them. A search passes over the queue page by page and a bounded stretch at a
 * time, so that neither memory nor the time of an answer grows with what is held. Thread-safe; blocks on the disk.
 */
public final class HeldMail {
    /** Units with which one request does something, at most. */
    private static final int MOST_DONE = 1_000;

    private static final int PAGE = 500;

    private final MailQueue queue;
    private final Triggers triggers;
    private final Dismissal dismissal;
    private final Journal journal;

    public HeldMail(MailQueue queue, Triggers triggers, Dismissal dismissal, Journal journal) {
        this.queue = queue;
        this.triggers = triggers;
        this.dismissal = dismissal;
        this.journal = journal;
    }

    /** What is done with messages, and by whom; the priority counts only where one is given. */
    record Order(MessageAction action, int priority, String by) {}

    /** Where a pass begins, and the last id that it may meet. */
    record Range(Optional<MessageId> after, Optional<MessageId> last) {
        private boolean isBeyond(MessageId id) {
            return last.filter(end -> id.compareTo(end) > 0).isPresent();
        }
    }

    /** Of a stretch, what matched; {@code next} is empty at the end. */
    private record Found(List<Listed> units, Optional<MessageId> next) {}

    MessagePage search(Optional<SiteName> site, MessageFilter filter, Optional<MessageId> after, int limit) {
        // Where all match no more is read than shown.
        int page = filter.equals(MessageFilter.ALL) ? Math.min(limit, PAGE) : PAGE;
        Found found = find(site, filter::matches, new Range(after, Optional.empty()), limit, page);
        return new MessagePage(found.units.stream().map(MessageView::of).toList(), found.next.map(MessageId::toString));
    }

    Sweep count(Optional<SiteName> site, MessageFilter filter, Range range) {
        return sweep(find(site, filter::matches, range, Stretch.MOST, PAGE), 0);
    }

    /** Does something with what matches, as far as one request goes. Returns when it is durable. */
    Sweep act(SiteName site, MessageFilter filter, Range range, Order order) {
        Found found = find(Optional.of(site), filter::matches, range, MOST_DONE, PAGE);
        List<Listed> done = new ArrayList<>();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (Listed unit : found.units) {
            begin(unit, order).ifPresent(stage -> {
                done.add(unit);
                waiting.add(stage.toCompletableFuture());
            });
        }
        waiting.forEach(CompletableFuture::join);
        if (!done.isEmpty()) {
            record(site, done, order);
        }
        return sweep(new Found(done, found.next), found.units.size() - done.size());
    }

    /**
     * Does something with one message. Returns when it is durable.
     *
     * @throws UnknownMessageException if the site does not have it
     * @throws MessageInFlightException if it is being delivered
     */
    void act(SiteName site, MessageId id, Order order) {
        Listed unit = one(site, id);
        begin(unit, order)
                .orElseThrow(() -> new MessageInFlightException(id))
                .toCompletableFuture()
                .join();
        record(site, List.of(unit), order);
    }

    /**
     * All of a message but its content.
     *
     * @param withHeader whether its header may be seen
     * @throws UnknownMessageException if the site does not have it
     */
    MessageDetail detail(SiteName site, MessageId id, boolean withHeader) throws IOException {
        Listed unit = one(site, id);
        Lease seen = look(site, id);
        if (!withHeader) {
            return MessageDetail.of(MessageView.of(unit), seen, List.of());
        }
        try (Content content = queue.content(seen)) {
            return MessageDetail.of(MessageView.of(unit), seen, HeaderFields.of(content));
        }
    }

    /**
     * The octets of a message, as they would go to the site. That somebody looked stands in the history.
     *
     * @throws UnknownMessageException if the site does not have it
     */
    Content content(SiteName site, MessageId id, String by) throws IOException {
        Content content = queue.content(look(site, id));
        journal.ordered(site, "READ", by, "message " + id);
        return content;
    }

    private Lease look(SiteName site, MessageId id) {
        return queue.look(site, id).orElseThrow(() -> new UnknownMessageException(site.name(), id));
    }

    private Listed one(SiteName site, MessageId id) {
        return queue.list(site, id).orElseThrow(() -> new UnknownMessageException(site.name(), id));
    }

    /** Empty if it is not to be had, for it is being delivered or gone. */
    private Optional<CompletionStage<Void>> begin(Listed unit, Order order) {
        return switch (order.action) {
            case HOLD -> Optional.of(queue.apply(new Directive.Hold(unit.id(), unit.site(), order.by)));
            case RELEASE -> Optional.of(queue.apply(new Directive.Release(unit.id(), unit.site(), order.by)));
            case PRIORITY ->
                Optional.of(queue.apply(new Directive.SetPriority(unit.id(), unit.site(), order.priority, order.by)));
            case REMOVE -> queue.claim(unit.site(), unit.id()).map(lease -> dismissal.remove(lease, order.by));
            case BOUNCE -> queue.claim(unit.site(), unit.id()).map(lease -> dismissal.bounce(lease, order.by));
        };
    }

    private void record(SiteName site, List<Listed> done, Order order) {
        Listed first = done.get(0);
        Listed last = done.get(done.size() - 1);
        String of = done.size() == 1
                ? "message " + first.id() + " from <" + first.sender() + "> to <" + first.firstRecipient() + ">"
                : done.size() + " messages, " + first.id() + " to " + last.id();
        String more = order.action == MessageAction.PRIORITY ? ": " + order.priority : "";
        journal.ordered(site, order.action.name(), order.by, of + more);
        if (order.action == MessageAction.RELEASE) {
            Trigger wish = new Trigger(site, Optional.empty(), Trigger.Cause.RELEASE, order.by);
            var unused = triggers.trigger(wish);
        }
    }

    private static Sweep sweep(Found found, long skipped) {
        Optional<String> last = found.units.isEmpty()
                ? Optional.empty()
                : Optional.of(found.units.get(found.units.size() - 1).id().toString());
        long bytes = found.units.stream().mapToLong(Listed::size).sum();
        return new Sweep(found.units.size(), bytes, skipped, last, found.next.map(MessageId::toString));
    }

    /**
     * All units of a message are on one side of where this ends, for they are on one page.
     *
     * @param page how many are read at once
     */
    private Found find(Optional<SiteName> site, Predicate<Listed> filter, Range range, int most, int page) {
        List<Listed> found = new ArrayList<>();
        Optional<MessageId> at = range.after;
        Stretch stretch = new Stretch(System::nanoTime);
        while (true) {
            List<Listed> units = queue.list(new Listing(site, at, page));
            for (Listed unit : units) {
                boolean begins = at.filter(unit.id()::equals).isEmpty();
                if (range.isBeyond(unit.id())) {
                    return new Found(found, Optional.empty());
                }
                if (begins && found.size() >= most) {
                    return new Found(found, at);
                }
                at = Optional.of(unit.id());
                if (filter.test(unit)) {
                    found.add(unit);
                }
            }
            stretch.saw(units.size());
            if (units.size() < page) {
                return new Found(found, Optional.empty());
            }
            if (found.size() >= most || stretch.isOver()) {
                return new Found(found, at);
            }
        }
    }
}
