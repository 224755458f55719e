package org.etrngateway.delivery;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Selection;

/** One pass over the units of a site whose time has come. */
final class Sweep {
    private static final int PAGE = 100;

    private Sweep() {}

    /**
     * Claims each unit that matches once; blocks on the disk.
     *
     * @param work given the lease, which it settles or gives back
     */
    static void over(MailQueue queue, SiteName site, Selection selection, Consumer<Lease> work) {
        Set<MessageId> seen = new HashSet<>();
        List<Lease> page = queue.claim(site, selection, PAGE, Long.MAX_VALUE);
        while (!page.isEmpty()) {
            // What cannot be settled now, the disk being full, comes back: it is left for the next pass.
            List<Lease> first =
                    page.stream().filter(lease -> seen.add(lease.id())).toList();
            page.stream().filter(lease -> !first.contains(lease)).forEach(queue::release);
            first.forEach(work);
            page = first.isEmpty() ? List.of() : queue.claim(site, selection, PAGE, Long.MAX_VALUE);
        }
    }
}
