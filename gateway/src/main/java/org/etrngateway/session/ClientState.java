package org.etrngateway.session;

import java.time.Duration;

/**
 * The states of a session that we opened, each with the time in which the server must move (RFC 5321
 * §4.5.3.2; the time for a whole message is that of the last reply).
 */
public enum ClientState {
    /** Waits for the greeting. */
    GREETING(Duration.ofMinutes(5)),
    /** EHLO was sent. */
    EHLO(Duration.ofMinutes(5)),
    /** EHLO was refused, HELO was sent. */
    HELO(Duration.ofMinutes(5)),
    /** STARTTLS was sent. */
    STARTTLS(Duration.ofMinutes(2)),
    /** The TLS handshake runs. */
    HANDSHAKE(Duration.ofMinutes(1)),
    /** AUTH was sent. */
    AUTH(Duration.ofMinutes(2)),
    /** Messages go. */
    OPEN(Duration.ofMinutes(10)),
    /** QUIT was sent. */
    QUIT(Duration.ofSeconds(30)),
    /** The end. */
    CLOSED(Duration.ofDays(1));

    private final Duration limit;

    ClientState(Duration limit) {
        this.limit = limit;
    }

    /** How long the server may stay silent, and take nothing, in this state. */
    public Duration limit() {
        return limit;
    }
}
