package org.etrngateway.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Selection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims for a flush page by page, as far as the budget of its site goes. Blocks on the disk; one call at a time. */
final class Pages {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);
    private static final int UNITS = 64;
    private static final long OCTETS = 1024 * 1024;

    private final SiteName site;
    private final MailQueue queue;
    private final Spending spending;
    private final LongSupplier ceiling;
    private final Optional<Detour.Choice> choice;
    /** Of those chosen, what is to be claimed once more. */
    private final Queue<MessageId> returned = new ConcurrentLinkedQueue<>();

    /**
     * @param trigger whose site it is, and what of its mail where that was chosen
     * @param ceiling octets of the largest unit that the claim which runs may take, whatever the budget leaves
     */
    Pages(Trigger trigger, MailQueue queue, Spending spending, LongSupplier ceiling) {
        this.site = trigger.site();
        this.choice = trigger.detour().map(Detour::choice);
        this.queue = queue;
        this.spending = spending;
        this.ceiling = ceiling;
    }

    /**
     * What was claimed.
     *
     * @param leases none if there is nothing to claim, or nothing that may be sent
     * @param spent why the budget ends the flush, if it does
     */
    record Page(List<Lease> leases, Optional<String> spent) {
        private static Page of(List<Lease> leases) {
            return new Page(leases, Optional.empty());
        }
    }

    /**
     * Claims the next page.
     *
     * @param left octets that the budget leaves
     */
    Page next(Selection selection, long left) {
        if (choice.isPresent()) {
            return Page.of(chosen(choice.get()));
        }
        if (queue.summary(site).paused()) {
            return Page.of(List.of());
        }
        List<Lease> leases = queue.claim(site, selection, UNITS, OCTETS);
        boolean tooLarge = leases.isEmpty() && left < Long.MAX_VALUE && selection.upTo() == left;
        return tooLarge ? beyondBudget(selection) : Page.of(leases);
    }

    /** A unit was given back, and is to go all the same. Thread-safe. */
    void again(MessageId id) {
        if (choice.isPresent()) {
            returned.add(id);
        }
    }

    private List<Lease> chosen(Detour.Choice of) {
        List<Lease> leases = new ArrayList<>();
        List<MessageId> ids = returned.isEmpty()
                ? of.next()
                : Optional.ofNullable(returned.poll()).stream().toList();
        while (leases.isEmpty() && !ids.isEmpty()) {
            ids.forEach(id -> queue.claim(site, id).ifPresent(leases::add));
            ids = leases.isEmpty() ? of.next() : List.of();
        }
        return leases;
    }

    /** Nothing that fits into what is left of the budget waits. What would not fit into a whole one goes alone then. */
    private Page beyondBudget(Selection selection) {
        List<Lease> one = queue.claim(site, selection.notLargerThan(ceiling.getAsLong()), 1, Long.MAX_VALUE);
        if (one.isEmpty()) {
            return Page.of(one);
        }
        Lease large = one.get(0);
        boolean alone = spending.allowOneIfWhole();
        if (large.size() > spending.most()) {
            LOG.warn(
                    "message {} is larger than a whole budget of site={}: it {}",
                    large.id(),
                    site,
                    alone ? "goes now, for nothing else waits" : "waits for a flush that has nothing else to send");
        }
        if (alone) {
            return Page.of(one);
        }
        queue.release(large);
        return new Page(List.of(), Optional.of("what is left of the budget is less than any message needs"));
    }
}
