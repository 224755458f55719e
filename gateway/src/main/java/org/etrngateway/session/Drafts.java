package org.etrngateway.session;

import java.nio.ByteBuffer;
import java.util.List;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.TransactionName;

/**
 * What a server session asks of the side that gives its mail to the queue: one draft at a time, and the transactions
 * that the client has named (RFC 1845). Called on the session's thread.
 */
public interface Drafts {
    /**
     * Begins a draft in the queue. At most one is open at a time.
     *
     * @return the id the message will have
     */
    MessageId open(Envelope envelope, List<Reservation> reservations);

    /**
     * Takes up a transaction that the client has named; the one before it is done with. Then, later,
     * {@link ServerSession#takenUp} or {@link ServerSession#notTakenUp}; {@link #open} is for it from then on, until
     * the next one, or {@link #leave}.
     */
    void takeUp(TransactionName name);

    /** Begins the draft that goes on with what is kept of the transaction that was taken up; as {@link #open}. */
    MessageId resume(List<Reservation> reservations);

    /**
     * The transaction that was taken up is over, or another begins.
     *
     * @param forget true: what is kept of it goes, unless its message is complete
     */
    void leave(boolean forget);

    /** Puts octets of ours before the content of the open draft; else as {@link #append}. */
    boolean head(ByteBuffer bytes);

    /**
     * Adds octets to the open draft; the buffer is consumed before the call returns.
     *
     * @return false if the queue must catch up first: no octet is taken before {@link ServerSession#appended}
     */
    boolean append(ByteBuffer bytes);

    /**
     * Gives the open draft the priority that its header names, from -9 to 9 (RFC 6758). Only before {@link #commit}.
     */
    void prioritise(int priority);

    /**
     * Commits the open draft, once all that was appended has been taken. The answer is exactly one of
     * {@link ServerSession#committed} and {@link ServerSession#notCommitted}, later.
     *
     * @param sent octets of content as the client counts them, those of earlier sessions included
     */
    void commit(String subject, long sent);

    /** Gives the open draft up. */
    void discard();

    /** Ends the open draft of a transaction that was taken up; what came of it is kept. */
    void suspend();
}
