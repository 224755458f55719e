package org.etrngateway.session;

import java.nio.ByteBuffer;
import java.util.List;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.queue.MessageId;
import org.etrngateway.smtp.Reply;

/**
 * What a server session asks of the side that does its I/O. Called on the session's thread, in the
 * order in which the effects must happen.
 */
public interface ServerActions {
    /** Sends a reply, behind those before it. */
    void reply(Reply reply);

    /**
     * Begins a draft in the queue. At most one is open at a time.
     *
     * @return the id the message will have
     */
    MessageId open(Envelope envelope, List<Reservation> reservations);

    /**
     * Adds octets to the open draft; the buffer is consumed before the call returns.
     *
     * @return false if the queue must catch up first: no octet is taken before {@link ServerSession#appended}
     */
    boolean append(ByteBuffer bytes);

    /**
     * Commits the open draft, once all that was appended has been taken. The answer is exactly one of
     * {@link ServerSession#committed} and {@link ServerSession#notCommitted}, later.
     */
    void commit(String subject);

    /** Gives the open draft up. */
    void discard();

    /** Starts TLS as server once the replies before it are written; then {@link ServerSession#secured}. */
    void startTls();

    /** Closes the connection once the replies before it are written. */
    void close();
}
