package org.etrngateway.config;

import java.time.Duration;
import java.util.List;
import org.etrngateway.address.AddressRange;

/**
 * Bounds on what senders may want of the delivery of a message.
 *
 * @param priorityFrom clients that may ask for a priority above 0 (RFC 6710) though they are not known
 * @param priorityHeader true if the header of their mail may name it where MAIL does not (RFC 6758)
 * @param leastBy the shortest time in which mail is promised to be delivered or returned (RFC 2852); 0 is any
 * @param longestHold the longest time for which mail is held for its sender (RFC 4865); 0 is not at all
 */
public record WishesConfig(
        List<AddressRange> priorityFrom, boolean priorityHeader, Duration leastBy, Duration longestHold) {
    /** The usual bounds. */
    public static final WishesConfig STANDARD = new WishesConfig(List.of(), false, Duration.ZERO, Duration.ofDays(30));

    public WishesConfig {
        priorityFrom = List.copyOf(priorityFrom);
    }
}
