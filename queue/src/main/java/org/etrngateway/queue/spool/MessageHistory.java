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
     * An operator's decision.
     *
     * @param recipients positions in the envelope
     * @param held from here on; empty: not said
     * @param priority from here on, -9 to 9; empty: not said
     * @param by who decided
     */
    public record Decision(Set<Integer> recipients, Optional<Boolean> held, OptionalInt priority, String by) {
        public Decision {
            recipients = Set.copyOf(recipients);
        }
    }
}
