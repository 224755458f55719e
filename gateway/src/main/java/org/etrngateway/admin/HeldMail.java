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
import org.etrngateway.mime.Parts;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;

/** What operators see of messages and do with them, as far as one request goes. Thread-safe; blocks on the disk. */
public final class HeldMail {
    /** Units with which one request does something, at most. */
    private static final int MOST_DONE = 1_000;

    private final MailQueue queue;
    private final Search search;
    private final Triggers triggers;
    private final Dismissal dismissal;
    private final Journal journal;
    private final Waits waits;

    public HeldMail(MailQueue queue, Triggers triggers, Dismissal dismissal, Journal journal, Waits waits) {
        this.queue = queue;
        this.search = new Search(queue);
        this.triggers = triggers;
        this.dismissal = dismissal;
        this.journal = journal;
        this.waits = waits;
    }

    /** What is done with messages, and on whose word; the priority counts only where one is given. */
    record Order(MessageAction action, int priority, Warrant warrant) {}

    MessagePage search(Optional<SiteName> site, MessageFilter filter, Optional<MessageId> after, int limit) {
        // Where all match no more is read than shown.
        int page = filter.equals(MessageFilter.ALL) ? Math.min(limit, Search.PAGE) : Search.PAGE;
        Search.Found found = search.find(site, filter::matches, new Range(after, Optional.empty()), limit, page);
        return new MessagePage(
                found.units().stream().map(MessageView::of).toList(),
                found.next().map(MessageId::toString));
    }

    Sweep count(Optional<SiteName> site, MessageFilter filter, Range range) {
        return sweep(search.find(site, filter::matches, range, Stretch.MOST), 0);
    }

    /** Does something with what matches, as far as one request goes. Returns when it is durable. */
    Sweep act(SiteName site, MessageFilter filter, Range range, Order order) {
        Search.Found found = search.find(Optional.of(site), filter::matches, range, MOST_DONE);
        List<Listed> done = new ArrayList<>();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (Listed unit : found.units()) {
            begin(unit, order).ifPresent(stage -> {
                done.add(unit);
                waiting.add(stage.toCompletableFuture());
            });
        }
        waiting.forEach(CompletableFuture::join);
        if (!done.isEmpty()) {
            record(site, done, order);
        }
        return sweep(new Search.Found(done, found.next()), found.units().size() - done.size());
    }

    /**
     * Does something with one message. Returns when it is durable. Who does that waits for those before him, so that a
     * message is still as its tag says when it is changed; only a delivery may be faster.
     *
     * @param ifLike whether the message, by its tag, is still what is meant
     * @throws MessageChangedException if it is not
     * @throws UnknownMessageException if the site does not have it
     * @throws MessageInFlightException if it is being delivered
     */
    synchronized void act(SiteName site, MessageId id, Order order, Predicate<String> ifLike) {
        Listed unit = one(site, id);
        if (!ifLike.test(MessageView.of(unit).tag())) {
            throw new MessageChangedException(id);
        }
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
            return MessageDetail.of(MessageView.of(unit), waits.of(unit), seen, List.of());
        }
        try (Content content = queue.content(seen)) {
            return MessageDetail.of(MessageView.of(unit), waits.of(unit), seen, HeaderFields.of(content));
        }
    }

    /**
     * The octets of a message, as they would go to the site. That somebody looked stands in the history.
     *
     * @throws UnknownMessageException if the site does not have it
     */
    Content content(SiteName site, MessageId id, Warrant warrant) throws IOException {
        Content content = queue.content(look(site, id));
        journal.ordered(site, "READ", warrant, "message " + id);
        return content;
    }

    /**
     * What is in a message. That somebody looked stands in the history.
     *
     * @throws UnknownMessageException if the site does not have it
     */
    Parts parts(SiteName site, MessageId id, Warrant warrant) throws IOException {
        try (Content content = content(site, id, warrant)) {
            return Parts.of(content);
        }
    }

    private Lease look(SiteName site, MessageId id) {
        return queue.look(site, id).orElseThrow(() -> new UnknownMessageException(site.name(), id));
    }

    private Listed one(SiteName site, MessageId id) {
        return queue.list(site, id).orElseThrow(() -> new UnknownMessageException(site.name(), id));
    }

    /** Empty if it is not to be had, for it is being delivered or gone. */
    private Optional<CompletionStage<Void>> begin(Listed unit, Order order) {
        MessageId id = unit.id();
        SiteName site = unit.site();
        String by = order.warrant.words();
        return switch (order.action) {
            case HOLD -> Optional.of(queue.apply(new Directive.Hold(id, site, by)));
            case RELEASE -> Optional.of(queue.apply(new Directive.Release(id, site, by)));
            case PRIORITY -> Optional.of(queue.apply(new Directive.SetPriority(id, site, order.priority, by)));
            case REMOVE -> queue.claim(site, id).map(lease -> dismissal.remove(lease, by));
            // The sender reads this: the reason is none of his business.
            case BOUNCE -> queue.claim(site, id).map(lease -> dismissal.bounce(lease, order.warrant.by()));
        };
    }

    private void record(SiteName site, List<Listed> done, Order order) {
        Listed first = done.get(0);
        Listed last = done.get(done.size() - 1);
        String of = done.size() == 1
                ? "message " + first.id() + " from <" + first.sender() + "> to <" + first.firstRecipient() + ">"
                : done.size() + " messages, " + first.id() + " to " + last.id();
        String more = order.action == MessageAction.PRIORITY ? ": " + order.priority : "";
        journal.ordered(site, order.action.name(), order.warrant, of + more);
        if (order.action == MessageAction.RELEASE) {
            Trigger wish = Trigger.ordered(site, Trigger.Cause.RELEASE, order.warrant.by(), order.warrant.why());
            var unused = triggers.trigger(wish);
        }
    }

    private static Sweep sweep(Search.Found found, long skipped) {
        List<Listed> units = found.units();
        Optional<String> last = units.isEmpty()
                ? Optional.empty()
                : Optional.of(units.get(units.size() - 1).id().toString());
        long bytes = units.stream().mapToLong(Listed::size).sum();
        return new Sweep(units.size(), bytes, skipped, last, found.next().map(MessageId::toString));
    }
}
