package org.etrngateway.config;

/**
 * How the reverse session to a site behaves.
 *
 * @param tls whether STARTTLS is used
 * @param pipelining how far commands run ahead of replies
 * @param eightBit what becomes of 8-bit mail for a server without 8BITMIME
 */
public record SessionConfig(TlsMode tls, Pipelining pipelining, EightBit eightBit) {

    /** How far commands run ahead of their replies. */
    public enum Pipelining {
        /** As far as the server's keywords allow. */
        AUTO,
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
