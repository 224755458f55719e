package org.etrngateway.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.queue.Recipient;
import org.etrngateway.smtp.Reply;

/**
 * What a server session may not decide itself. All methods answer from memory, at once; {@link #turn} may have to
 * find out first. One policy
 * serves one session and may count what it was asked.
 */
public interface SessionPolicy {
    /** Whether a message of this sender may be begun now; a reply that refuses, or empty. */
    Optional<Reply> mail(ReversePath sender, long declaredSize);

    /** The highest priority that mail of the client may have (RFC 6710 §5): 0 to 9. */
    int highestPriority();

    /**
     * Whether a recipient is taken.
     *
     * @param declaredSize of the message, or 0
     */
    Verdict recipient(Mailbox address, long declaredSize);

    /**
     * Reserves anew for a recipient that was taken before, by an earlier session of the same transaction.
     *
     * @param declaredSize of the message, or 0
     */
    Verdict again(Recipient recipient, long declaredSize);

    /** TLS is up, before anything else is asked that counts: what was said before it was said by anybody. */
    void secured(Secured facts);

    /** Who the client is, so that another connection of it can be known. */
    String identity();

    /** The SASL mechanisms with which the client may log in now, the best first; none: AUTH is not offered. */
    List<String> mechanisms();

    /**
     * Answers AUTH (RFC 4954 §4): with 334 if the client is to {@linkplain #respond respond}, with 235 if it is
     * believed from here on. The stage may fail, on any thread.
     *
     * @param initial the response that came with the command
     */
    CompletionStage<Reply> login(String mechanism, Optional<byte[]> initial);

    /** Answers a response to a 334; as {@link #login}. */
    CompletionStage<Reply> respond(byte[] response);

    /** The client has been told 235: it is who it said. */
    void loggedIn();

    /** The client is there, and what its connection shows of it is known. */
    void connected();

    /** The client gave up the login that waits for its response, or said nonsense. */
    void cancel();

    /** The recipient {@code postmaster} without a domain (RFC 5321 §4.1.1.3). */
    Verdict postmaster(long declaredSize);

    /**
     * Answers ETRN (RFC 1985), with its effect.
     *
     * @param argument as the client wrote it, unchecked
     * @param extended true if the client said EHLO
     */
    Reply etrn(String argument, boolean extended);

    /**
     * Answers ATRN (RFC 2645 §5.2.1): a positive reply grants the turn, and its effect comes on the turned
     * connection. The stage may fail, on any thread.
     *
     * @param domains whose mail is wanted; none: all of the client's
     */
    CompletionStage<Reply> turn(List<DomainName> domains);

    /** Whether a recipient is taken. */
    sealed interface Verdict {
        /**
         * Taken.
         *
         * @param address where the mail goes, which differs from what was asked for an alias of ours
         * @param outbound as in {@link Recipient#outbound}
         * @param reservations room that was reserved now, to be released or given to the draft
         * @param sizeLimit octets of the largest message it takes
         */
        record Taken(Mailbox address, boolean outbound, List<Reservation> reservations, long sizeLimit)
                implements Verdict {}

        record Refused(Reply reply) implements Verdict {}
    }
}
