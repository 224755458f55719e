package org.etrngateway.queue;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/**
 * A message that is being received. Not thread-safe: one caller, one call at a time, and no call before
 * the stage of the one before has completed. Nothing of it is visible or survives before its commit.
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

    /** Octets appended so far. */
    long size();

    /**
     * Makes the message durable and visible.
     *
     * @param subject decoded, for listings; cut to 200 characters
     * @return completes when it is durable; fails with {@link QueueException}, and then the message was
     *     not accepted
     */
    CompletionStage<Void> commit(String subject);

    /** Gives the message up, if it was not committed; its reservations are released. */
    void discard();
}
