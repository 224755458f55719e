package org.etrngateway.delivery;

import java.util.List;
import org.etrngateway.smtp.Reply;

/** Where a route leads, for a domain. */
sealed interface Resolution {
    /**
     * Addresses to try, in this order.
     *
     * @param targets 1 or more
     */
    record Found(List<Target> targets) implements Resolution {}

    /** Nowhere, and never: what the mail fails with. */
    record Nowhere(Reply reply) implements Resolution {}

    /** It could not be found out now. */
    record Unknown(String reason) implements Resolution {}
}
