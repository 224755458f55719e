package org.etrngateway.smtp;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.queue.Envelope.Body;
import org.etrngateway.queue.Envelope.Ret;
import org.etrngateway.queue.Recipient.Notify;

/**
 * A command, parsed once: what a record holds is valid, and nothing behind the parser splits text again.
 * Whether it may come now is the session's question. Immutable.
 */
public sealed interface Command {
    Verb verb();

    /** Calls the method of the handler that is for this command, and returns what that says. */
    <R> R handledBy(Handler<R> handler);

    /**
     * EHLO or HELO.
     *
     * @param extended true for EHLO
     * @param name a domain or an address literal, or what clients give for one: letters, digits and {@code .-_:[]}
     */
    record Hello(boolean extended, String name) implements Command {
        @Override
        public Verb verb() {
            return extended ? Verb.EHLO : Verb.HELO;
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.hello(this);
        }
    }

    /**
     * MAIL.
     *
     * @param size RFC 1870; 0: not said
     * @param envid as xtext
     * @param transId RFC 1845, without its brackets
     * @param author who wrote it, as the client says (RFC 4954 §5): nobody need believe it, and nothing is done with it
     */
    record Mail(
            ReversePath sender,
            long size,
            Body body,
            boolean smtpUtf8,
            Optional<Ret> ret,
            Optional<String> envid,
            Optional<String> transId,
            Optional<String> author,
            Wanted wanted)
            implements Command {
        @Override
        public Verb verb() {
            return Verb.MAIL;
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.mail(this);
        }
    }

    /**
     * RCPT.
     *
     * @param address empty for {@code <postmaster>}
     * @param orcpt as {@code type;xtext}
     */
    record Rcpt(Optional<Mailbox> address, Set<Notify> notices, Optional<String> orcpt) implements Command {
        @Override
        public Verb verb() {
            return Verb.RCPT;
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.rcpt(this);
        }

        /** True if it can only follow a MAIL with SMTPUTF8 (RFC 6531 §3.2, RFC 6533 §3). */
        public boolean needsSmtpUtf8() {
            return address.map(Mailbox::needsSmtpUtf8).orElse(false)
                    || orcpt.map(text -> text.chars().anyMatch(c -> c >= 0x80)).orElse(false);
        }
    }

    /**
     * BDAT (RFC 3030); its octets follow.
     *
     * @param size octets of the chunk, 0 or more
     * @param last true if the message ends with it
     */
    record Bdat(long size, boolean last) implements Command {
        @Override
        public Verb verb() {
            return Verb.BDAT;
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.bdat(this);
        }
    }

    /**
     * AUTH (RFC 4954 §4).
     *
     * @param mechanism one word, printable, otherwise unchecked
     * @param initial decoded
     */
    record Auth(String mechanism, Optional<byte[]> initial) implements Command {
        @Override
        public Verb verb() {
            return Verb.AUTH;
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.auth(this);
        }

        @Override
        public String toString() {
            return "Auth[" + mechanism + "]";
        }
    }

    /**
     * ETRN (RFC 1985).
     *
     * @param argument one word, printable, otherwise unchecked
     */
    record Etrn(String argument) implements Command {
        @Override
        public Verb verb() {
            return Verb.ETRN;
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.etrn(this);
        }
    }

    /**
     * ATRN (RFC 2645).
     *
     * @param domains whose mail is wanted, without repetitions; none: all of the client's
     */
    record Atrn(List<DomainName> domains) implements Command {
        public Atrn {
            domains = List.copyOf(domains);
        }

        @Override
        public Verb verb() {
            return Verb.ATRN;
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.atrn(this);
        }
    }

    /** A command whose verb says it all: DATA, RSET, NOOP, VRFY, EXPN, HELP, QUIT, STARTTLS. */
    record Plain(Verb verb) implements Command {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.plain(this);
        }
    }

    /** Not a command, or not a valid one. */
    record Malformed(Verb verb, Reply reply) implements Command {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.malformed(this);
        }
    }

    /**
     * One method for each kind of command.
     *
     * @param <R> what becomes of a command
     */
    interface Handler<R> {
        R hello(Hello command);

        R mail(Mail command);

        R rcpt(Rcpt command);

        R bdat(Bdat command);

        R auth(Auth command);

        R etrn(Etrn command);

        R atrn(Atrn command);

        R plain(Plain command);

        R malformed(Malformed command);
    }
}
