package org.etrngateway.config;

import java.time.Duration;

/**
 * How the reverse session to a site behaves.
 *
 * @param tls whether STARTTLS is used
 * @param pipelining how far commands run ahead of replies
 * @param eightBit what becomes of 8-bit mail for a server without 8BITMIME
 * @param linger how long it stays open when all is delivered, for mail that arrives; 0 is not at all
 */
public record SessionConfig(TlsMode tls, Pipelining pipelining, EightBit eightBit, Duration linger) {
    /** The same with another pace. */
    public SessionConfig withPipelining(Pipelining other) {
        return new SessionConfig(tls, other, eightBit, linger);
    }

    /** The same without TLS. */
    public SessionConfig withoutTls() {
        return new SessionConfig(TlsMode.NONE, pipelining, eightBit, linger);
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
}
