package org.etrngateway.delivery;

/** The door of the delivery engine for all that release mail. */
@FunctionalInterface
public interface Triggers {
    /** Releases mail; answers from memory, at once, and never blocks. Thread-safe. */
    TriggerAnswer trigger(Trigger trigger);
}
