package org.etrngateway.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;

/**
 * All that was said about a message before its content, kept to be passed on unaltered. Immutable.
 *
 * @param recipients in the order of their RCPT; 1 or more
 * @param received when it was accepted, by the wall clock
 * @param body RFC 6152
 * @param smtpUtf8 RFC 6531
 * @param ret RFC 3461 §4.3
 * @param envid RFC 3461 §4.4, as xtext
 * @param wishes what the sender wants of the delivery
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
        Wishes wishes,
        Origin origin) {

    public Envelope {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("an envelope has a recipient");
        }
    }

    /**
     * That of a message of ours, which nobody is told of in turn: from the null sender.
     *
     * @param at when it is written, by the wall clock
     */
    public static Envelope notice(Mailbox to, Instant at, Body body) {
        return new Envelope(
                ReversePath.NULL,
                List.of(new Recipient(to, Set.of(Recipient.Notify.NEVER), Optional.empty(), true)),
                at,
                body,
                to.needsSmtpUtf8(),
                Optional.empty(),
                Optional.empty(),
                Wishes.NONE,
                Origin.NOTICE);
    }

    /** From when its age counts. */
    public Instant since() {
        return wishes.since(received);
    }

    /** By when its sender wants it delivered. */
    public Optional<Instant> deadline() {
        return wishes.deadline(received);
    }

    /** The same with other wishes. */
    public Envelope with(Wishes others) {
        return new Envelope(sender, recipients, received, body, smtpUtf8, ret, envid, others, origin);
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
