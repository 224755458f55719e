package org.etrngateway.config;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How the reverse session to a site behaves.
 *
 * @param tls whether STARTTLS is used
 * @param pipelining how far commands run ahead of replies
 * @param eightBit what becomes of 8-bit mail for a server without 8BITMIME
 * @param timed what becomes of mail that is to come back if it is late, for a server without DELIVERBY
 * @param linger how long it stays open when all is delivered, for mail that arrives; 0 is not at all
 * @param checkpoint messages of more octets go on where a connection has ended, if the server offers it (RFC 1845);
 *     empty: none do
 * @param oneLineRecords true if under TLS each line goes in a record of its own, for clients that read a line a record
 */
public record SessionConfig(
        TlsMode tls,
        Pipelining pipelining,
        EightBit eightBit,
        Timed timed,
        Duration linger,
        OptionalLong checkpoint,
        boolean oneLineRecords) {
    /** The usual size for {@link #checkpoint}: a minute of a line of 9600 bit/s. */
    static final OptionalLong CHECKPOINT = OptionalLong.of(64 * 1024);

    /** With the usual size for {@link #checkpoint}; timed mail is refused. */
    public SessionConfig(TlsMode tls, Pipelining pipelining, EightBit eightBit, Duration linger) {
        this(tls, pipelining, eightBit, Timed.REFUSE, linger, CHECKPOINT, false);
    }

    /** The same with another size for {@link #checkpoint}. */
    public SessionConfig withCheckpoint(OptionalLong other) {
        return new SessionConfig(tls, pipelining, eightBit, timed, linger, other, oneLineRecords);
    }

    /** The same with another pace. */
    public SessionConfig withPipelining(Pipelining other) {
        return new SessionConfig(tls, other, eightBit, timed, linger, checkpoint, oneLineRecords);
    }

    /** The same without TLS. */
    public SessionConfig withoutTls() {
        return new SessionConfig(TlsMode.NONE, pipelining, eightBit, timed, linger, checkpoint, oneLineRecords);
    }

    /** The same over a connection that the site has turned: what TLS there is, it began, and it waits for the end. */
    public SessionConfig turned() {
        return new SessionConfig(TlsMode.NONE, pipelining, eightBit, timed, Duration.ZERO, checkpoint, oneLineRecords);
    }

    /** The same with another server, once: at the pace that it offers, from the beginning of each message, and no longer. */
    public SessionConfig aside(TlsMode other) {
        return new SessionConfig(
                other, Pipelining.AUTO, eightBit, timed, Duration.ZERO, OptionalLong.empty(), oneLineRecords);
    }

    /** How far commands run ahead of their replies. */
    public enum Pipelining {
        /** As far as the server's keywords allow, and less once it has answered out of step. */
        AUTO,
        /** As far as the server's keywords allow, across messages. */
        FULL,
        /** The envelope of one message in one write (RFC 2920). */
        ENVELOPE,
        /** Each command waits for its reply. */
        LOCKSTEP
    }

    /** What becomes of 8-bit mail for a server without 8BITMIME. */
    public enum EightBit {
        /** Sent unchanged. */
        PASS,
        /** Bounced with 5.6.3. */
        REFUSE
    }

    /** What becomes of mail that is to come back if it is late (RFC 2852), for a server without DELIVERBY. */
    public enum Timed {
        /** Returned at once: nobody would see to it behind that server (RFC 2852 §4.1). */
        REFUSE,
        /** Sent like other mail: what the server has taken is delivered. */
        PASS
    }
}
