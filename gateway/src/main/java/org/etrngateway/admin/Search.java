package org.etrngateway.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.Listing;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;

/**
 * Passes over the queue page by page and a bounded stretch at a time, so that neither memory nor the time of an answer
 * grows with what is held. Thread-safe; blocks on the disk.
 */
final class Search {
    static final int PAGE = 500;

    private final MailQueue queue;

    Search(MailQueue queue) {
        this.queue = queue;
    }

    /**
     * Of a stretch, what matched.
     *
     * @param next behind which the next stretch begins; empty: this was the last
     */
    record Found(List<Listed> units, Optional<MessageId> next) {}

    Found find(Optional<SiteName> site, Predicate<Listed> filter, Range range, int most) {
        return find(site, filter, range, most, PAGE);
    }

    /**
     * All units of a message are on one side of where this ends, for they are on one page.
     *
     * @param page how many are read at once
     */
    Found find(Optional<SiteName> site, Predicate<Listed> filter, Range range, int most, int page) {
        List<Listed> found = new ArrayList<>();
        Optional<MessageId> at = range.after();
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
