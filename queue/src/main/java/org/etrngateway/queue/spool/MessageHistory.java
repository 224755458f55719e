package org.etrngateway.queue.spool;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.etrngateway.queue.Outcome;

/**
 * All that the log still tells of one message. Immutable.
 *
 * @param outcomes final ones, in the order of the log; those whose segment is gone are not among them
 * @param decisions of operators, in the order of the log; those whose segment is gone are not among them
 */
public record MessageHistory(SpooledMessage message, List<Outcome> outcomes, List<Decision> decisions) {
    public MessageHistory {
        outcomes = List.copyOf(outcomes);
        decisions = List.copyOf(decisions);
    }

    /**
     * What an operator decided, or the clock at the sender's wish.
     *
     * @param recipients positions in the envelope
     * @param held from here on; empty: not said
     * @param priority from here on, -9 to 9; empty: not said
     * @param late true from when the sender knows that it is late
     * @param by who decided
     */
    public record Decision(
            Set<Integer> recipients, Optional<Boolean> held, OptionalInt priority, boolean late, String by) {
        public Decision {
            recipients = Set.copyOf(recipients);
        }
    }
}
