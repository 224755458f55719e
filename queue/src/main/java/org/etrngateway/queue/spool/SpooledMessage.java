package org.etrngateway.queue.spool;

import java.util.List;
import java.util.stream.IntStream;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Recipient;

/**
 * A message as the log tells of it. Immutable.
 *
 * @param subject at most 200 characters
 * @param size octets of the content
 * @param large true if the content is a file of its own
 * @param states of the recipients, in the order of the envelope
 * @param segment the file of the record, below the folder of the spool
 * @param offset of the record in it
 */
public record SpooledMessage(
        MessageId id,
        Envelope envelope,
        String subject,
        long size,
        boolean large,
        List<State> states,
        String segment,
        long offset) {
    public SpooledMessage {
        states = List.copyOf(states);
    }

    /** The recipients that have not met their end; none: the message is done with. */
    public List<Recipient> open() {
        return IntStream.range(0, states.size())
                .filter(position -> states.get(position).isOpen())
                .mapToObj(envelope.recipients()::get)
                .toList();
    }

    /** True if an operator holds back some recipient that is still open. */
    public boolean isOperatorHeld() {
        return states.contains(State.OPERATOR_HELD);
    }

    /** What is the matter with a recipient. */
    public enum State {
        HELD,
        /** Held back by an operator. */
        OPERATOR_HELD,
        /** Held back by its sender, for a time. */
        ASLEEP,
        /** Delivered, failed, expired or removed. */
        ENDED;

        public boolean isOpen() {
            return this != ENDED;
        }
    }
}
