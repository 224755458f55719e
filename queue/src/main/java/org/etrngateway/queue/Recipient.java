package org.etrngateway.queue;

import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.Mailbox;

/**
 * One recipient of an envelope. Immutable.
 *
 * @param notices the NOTIFY parameter, RFC 3461 §4.1; empty: not said
 * @param orcpt RFC 3461 §4.2, as it stood: {@code type;xtext}
 * @param outbound accepted for the outside, not for a site
 */
public record Recipient(Mailbox address, Set<Notify> notices, Optional<String> orcpt, boolean outbound) {
    public Recipient {
        notices = Set.copyOf(notices);
    }

    /** A recipient with no DSN parameters. */
    public static Recipient of(Mailbox address) {
        return new Recipient(address, Set.of(), Optional.empty(), false);
    }

    /** When a notice is wanted. */
    public enum Notify {
        NEVER,
        SUCCESS,
        FAILURE,
        DELAY
    }
}
