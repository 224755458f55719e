package org.etrngateway.queue;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/**
 * A message that is being received. Not thread-safe: one caller, one call at a time, and no call before
 * the stage of the one before has completed. Nothing of it is visible before its commit, or survives but in a
 * {@link NamedTransaction}.
 */
public interface Draft {

    /** The id the message will have; never used for another. */
    MessageId id();

    /**
     * Adds octets of content. The buffer is consumed before the call returns and may be reused.
     *
     * @return completes when more may be appended: at once while the draft is small, else when the
     *     disk has taken enough; fails with {@link QueueException}
     */
    CompletionStage<Void> append(ByteBuffer bytes);

    /**
     * Adds octets of ours in front of what the client sends: the trace header. They are part of the message, but
     * not of what a {@link NamedTransaction} keeps: whoever goes on with it puts its own there. Only before the
     * first append.
     *
     * @return as {@link #append}
     */
    default CompletionStage<Void> head(ByteBuffer bytes) {
        return append(bytes);
    }

    /**
     * Gives the message a priority that its envelope does not name, for it stands in its header. Before the commit.
     *
     * @param priority -9 to 9
     */
    void prioritise(int priority);

    /** Octets of content so far, with the head, and with what an earlier session has sent. */
    long size();

    /**
     * Makes the message durable and visible.
     *
     * @param subject decoded, for listings; cut to 200 characters
     * @return completes when it is durable; fails with {@link QueueException}, and then the message was
     *     not accepted
     */
    CompletionStage<Void> commit(String subject);

    /**
     * The same, for a draft that may be one of a {@link NamedTransaction}.
     *
     * @param sent octets of content as the client counts them, those of earlier sessions included: what is
     *     {@linkplain NamedTransaction#kept kept} of a message that is complete
     */
    default CompletionStage<Void> commit(String subject, long sent) {
        return commit(subject);
    }

    /** Gives the message up, if it was not committed; its reservations are released. */
    void discard();

    /**
     * The client is gone before the end of its message. What it sent is kept if its transaction has a name; else
     * it is as {@link #discard}.
     */
    default void suspend() {
        discard();
    }
}
