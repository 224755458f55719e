package org.etrngateway.config;

/**
 * What becomes of large messages for a site. Immutable.
 *
 * @param above octets of the largest message that is not large
 * @param tellsSender true if the sender of a message that is held for an operator is told
 */
public record OversizeConfig(long above, Action action, boolean tellsSender) {
    /** What becomes of them. */
    public enum Action {
        /** Held until an operator releases them. */
        HOLD,
        /** Held until a window opens that lets them go. */
        WINDOW,
        /** Refused when they are offered. */
        REFUSE
    }
}
