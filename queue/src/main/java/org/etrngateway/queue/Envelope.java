package org.etrngateway.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.etrngateway.address.ReversePath;

/**
 * All that was said about a message before its content, kept to be passed on unaltered. Immutable.
 *
 * @param recipients in the order of their RCPT; 1 or more
 * @param received when it was accepted, by the wall clock; its age counts from here
 * @param body RFC 6152
 * @param smtpUtf8 RFC 6531
 * @param ret RFC 3461 §4.3
 * @param envid RFC 3461 §4.4, as xtext
 * @param priority RFC 6710: -9 to 9; empty: not said, which counts as 0
 * @param by RFC 2852, the value of BY= as it stood
 * @param origin how it came here
 */
public record Envelope(
        ReversePath sender,
        List<Recipient> recipients,
        Instant received,
        Body body,
        boolean smtpUtf8,
        Optional<Ret> ret,
        Optional<String> envid,
        OptionalInt priority,
        Optional<String> by,
        Origin origin) {

    public Envelope {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("an envelope has a recipient");
        }
    }

    /** The BODY parameter. */
    public enum Body {
        /** Not said, or 7BIT. */
        SEVEN_BIT,
        EIGHT_BIT_MIME
    }

    /** How much of the message a notice returns. */
    public enum Ret {
        FULL,
        HDRS
    }

    /** How a message came here. */
    public enum Origin {
        /** From an SMTP client. */
        RECEIVED,
        /** Written by us: a delivery status notification; outside every quota. */
        NOTICE
    }
}
