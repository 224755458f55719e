package org.etrngateway.delivery;

/**
 * What became of a trigger.
 *
 * @param waiting units of the released scope not yet final, in flight included; for a scope of domains,
 *     of the whole site
 * @param reason why it was refused; empty if it was not
 */
public record TriggerAnswer(Kind kind, long waiting, String reason) {
    static TriggerAnswer empty() {
        return new TriggerAnswer(Kind.EMPTY, 0, "");
    }

    static TriggerAnswer started(long waiting) {
        return new TriggerAnswer(Kind.STARTED, waiting, "");
    }

    static TriggerAnswer running(long waiting) {
        return new TriggerAnswer(Kind.RUNNING, waiting, "");
    }

    static TriggerAnswer refused(String reason) {
        return new TriggerAnswer(Kind.REFUSED, 0, reason);
    }

    /** The ways it can go. */
    public enum Kind {
        /** Nothing waits. */
        EMPTY,
        /** A flush was started. */
        STARTED,
        /** A flush was running; it will make another pass. */
        RUNNING,
        /** Paused, or shutting down. */
        REFUSED
    }
}
