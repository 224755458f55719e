package org.etrngateway.delivery;

import java.util.concurrent.CompletionStage;

/** The door of the delivery engine for a site that wants its own connection turned round (ATRN, RFC 2645). */
@FunctionalInterface
public interface Turns {
    /**
     * Releases mail over the connection of the site that asks; never blocks. Thread-safe.
     *
     * @param trigger with the cause {@link Trigger.Cause#ATRN}
     * @return {@link TriggerAnswer.Kind#STARTED} once there is mail and it waits for the connection, {@code EMPTY} if
     *     there is none, {@code RUNNING} if the site is being served otherwise, and that gets on; not at once, for this
     *     may have to be found out
     */
    CompletionStage<TriggerAnswer> turn(Trigger trigger);
}
