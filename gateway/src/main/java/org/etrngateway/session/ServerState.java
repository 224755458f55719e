package org.etrngateway.session;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.etrngateway.smtp.Verb;

/** Where a server session stands, and which commands it takes there; all others get 503. */
enum ServerState {
    /** The client is not greeted yet. */
    START(),
    /** Greeted; HELO or EHLO is due. */
    GREETED(),
    /** No transaction. */
    READY(Verb.MAIL, Verb.AUTH, Verb.ETRN, Verb.ATRN, Verb.STARTTLS),
    /** MAIL named a transaction, and what is kept of it is being looked up. */
    RECALL(),
    /** MAIL named a transaction that is known: the rest of its content is due. */
    RESUMED(Verb.DATA, Verb.BDAT),
    /** MAIL was accepted. */
    SENDER(Verb.RCPT),
    /** So was a RCPT. */
    RECIPIENTS(Verb.RCPT, Verb.DATA, Verb.BDAT),
    /** Octets of DATA come. */
    DATA(),
    /** Octets of a BDAT come. */
    CHUNK(),
    /** Between two BDATs of a message. */
    CHUNKS(Verb.BDAT),
    /** The message is being made durable. */
    COMMIT(),
    /** The TLS handshake goes on. */
    HANDSHAKE(),
    /** A response of the client to a challenge of AUTH is due. */
    LOGIN(),
    /** AUTH or a response to it came, and is being judged. */
    PROOF(),
    /** ATRN came: whether the roles are swapped is being found out. */
    ASKING(),
    /** They are: the connection is another session's. */
    TURNED(),
    CLOSED();

    /** What is taken wherever a command can come; EHLO and RSET end a transaction (RFC 5321 §4.1.4). */
    private static final Set<Verb> ALWAYS = Collections.unmodifiableSet(EnumSet.of(
            Verb.EHLO, Verb.HELO, Verb.RSET, Verb.NOOP, Verb.VRFY, Verb.EXPN, Verb.HELP, Verb.QUIT, Verb.UNKNOWN));

    @SuppressWarnings("ImmutableEnumChecker") // it is: Set.of
    private final Set<Verb> verbs;

    ServerState(Verb... verbs) {
        this.verbs = Set.of(verbs);
    }

    boolean accepts(Verb verb) {
        return verbs.contains(verb) || ALWAYS.contains(verb);
    }

    /** How long it may last (RFC 5321 §4.5.3.2; RFC 2645 §5.2.1). */
    Duration limit() {
        return switch (this) {
            case DATA, CHUNK -> Duration.ofMinutes(3);
            case COMMIT, ASKING -> Duration.ofMinutes(10);
            case HANDSHAKE -> Duration.ofMinutes(1);
            default -> Duration.ofMinutes(5);
        };
    }

    boolean isTransaction() {
        return this == RESUMED || this == SENDER || this == RECIPIENTS || this == CHUNKS;
    }
}
