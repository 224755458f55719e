package org.etrngateway.queue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.etrngateway.queue.MailQueue.Reservation;

/**
 * A transaction with a name, as it was when it was {@linkplain MailQueue#takeUp taken up}. Belongs to one session,
 * which begins at most one draft by it. Immutable but for that.
 */
public interface NamedTransaction extends AutoCloseable {
    /** Octets of content that {@link #head} shows at most. */
    int HEAD = 64 * 1024;

    /** The envelope that its message has; empty if nothing is kept of it. */
    Optional<Envelope> envelope();

    /** True if its message was committed: there is nothing to be sent any more. */
    boolean isComplete();

    /**
     * Octets of content that the client need not send again, as it counts them: all of them if the message is
     * complete; else those that are durable, up to the start of a line; 0 if nothing is kept.
     */
    long kept();

    /** The first of the octets that are kept; empty if the message is complete. */
    ByteBuffer head();

    /** Begins the message, anew if something of it was kept. */
    Draft begin(Envelope envelope, List<Reservation> reservations);

    /**
     * Goes on behind what is {@link #kept}, with the envelope that the message has.
     *
     * @throws IllegalStateException if nothing is kept, or all of it
     */
    Draft resume(List<Reservation> reservations);

    /** The client gives it up: nothing is kept of it, unless its message is complete. Before a draft is begun. */
    void forget();

    /** The session is done with it: if its draft is neither committed nor discarded, what came is kept. */
    @Override
    void close();
}
