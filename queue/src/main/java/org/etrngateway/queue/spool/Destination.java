package org.etrngateway.queue.spool;

import java.util.Optional;
import org.etrngateway.address.DomainName;
import org.etrngateway.queue.Recipient;

/**
 * What the site of a recipient depends on, besides the directory. Immutable.
 *
 * @param domain empty if the address has a literal
 * @param outbound accepted for the outside
 */
record Destination(Optional<DomainName> domain, boolean outbound) {
    static Destination of(Recipient recipient) {
        return new Destination(recipient.address().domain(), recipient.outbound());
    }
}
