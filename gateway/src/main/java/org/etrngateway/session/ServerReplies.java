package org.etrngateway.session;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.etrngateway.queue.QueueException;
import org.etrngateway.smtp.Reply;

/** What the server says. Nothing in it comes from the client. */
final class ServerReplies {
    private ServerReplies() {}

    static Reply greeting(ServerProfile profile) {
        return Reply.of(220, List.of(profile.hostname() + " ESMTP"));
    }

    /** The answer to EHLO. ETRN stands in upper case and alone: clients match the line as a text. */
    static Reply keywords(ServerProfile profile, boolean secured, List<String> mechanisms) {
        List<String> lines = new ArrayList<>(List.of(profile.hostname().name(), "PIPELINING", "ENHANCEDSTATUSCODES"));
        if (profile.tls().isOffered() && !secured) {
            lines.add("STARTTLS");
        }
        if (profile.service().takesMail()) {
            lines.addAll(List.of("SIZE " + profile.maxSize(), "8BITMIME", "SMTPUTF8", "CHUNKING", "DSN"));
        }
        if (profile.service().takesMail()) {
            long least = profile.wishes().leastBy().toSeconds();
            lines.addAll(List.of("MT-PRIORITY", least == 0 ? "DELIVERBY" : "DELIVERBY " + least));
        }
        if (profile.holds()) {
            lines.add("FUTURERELEASE " + profile.wishes().longestHold().toSeconds() + " "
                    + profile.latestRelease().truncatedTo(ChronoUnit.SECONDS));
        }
        if (profile.checkpoints()) {
            lines.add("CHECKPOINT");
        }
        if (profile.service().takesEtrn()) {
            lines.add("ETRN");
        }
        if (profile.service().takesAtrn()) {
            lines.add("ATRN");
        }
        if (!mechanisms.isEmpty()) {
            lines.add("AUTH " + String.join(" ", mechanisms));
        }
        return Reply.of(250, lines);
    }

    static Reply hello(ServerProfile profile) {
        return Reply.of(250, List.of(profile.hostname().name()));
    }

    static Reply help(ServerProfile profile) {
        Service service = profile.service();
        List<String> verbs = new ArrayList<>(List.of("EHLO", "HELO"));
        if (service.takesMail()) {
            verbs.addAll(List.of("MAIL", "RCPT", "DATA", "BDAT", "RSET", "VRFY"));
        }
        if (service.takesEtrn()) {
            verbs.add("ETRN");
        }
        if (profile.tls().isOffered()) {
            verbs.add("STARTTLS");
        }
        verbs.addAll(List.of("NOOP", "QUIT"));
        return Reply.of(214, "2.0.0", String.join(" ", verbs));
    }

    static Reply ok(String enhanced, String text) {
        return Reply.of(250, enhanced, text);
    }

    /** RFC 1845 §3: the digits stand first, so there is no enhanced code. */
    static Reply resume(long kept) {
        return Reply.of(355, List.of(kept + " octets are here, go on behind them"));
    }

    static Reply unknownParameter() {
        return Reply.of(555, "5.5.4", "Unknown parameter");
    }

    /** RFC 6710 §4.1, §8: the number stands first. */
    static Reply otherPriority(int priority) {
        return ok("2.3.6", priority + " is the new priority");
    }

    /** RFC 2852 §4.1. */
    static Reply tooSoon() {
        return Reply.of(550, "5.4.7", "No delivery is promised in so short a time");
    }

    /** RFC 4865 §4. */
    static Reply tooFar() {
        return Reply.of(501, "5.5.4", "Mail is not held for so long");
    }

    static Reply nothingIsMissing() {
        return Reply.of(554, "5.5.1", "The message was complete");
    }

    static Reply goOn() {
        return Reply.of(354, List.of("End with a dot on a line of its own"));
    }

    static Reply bye() {
        return Reply.of(221, "2.0.0", "Goodbye");
    }

    static Reply cannotVerify() {
        return Reply.of(252, "2.5.2", "Send some mail and see");
    }

    static Reply notOffered() {
        return Reply.of(502, "5.5.1", "Command not offered");
    }

    static Reply authenticated() {
        return Reply.of(503, "5.5.1", "You are authenticated");
    }

    static Reply cancelled() {
        return Reply.of(501, "5.7.0", "Authentication cancelled");
    }

    static Reply notBase64() {
        return Reply.of(501, "5.5.2", "Not base64");
    }

    /** RFC 4954 §6. */
    static Reply authenticateFirst() {
        return Reply.of(530, "5.7.0", "Authenticate first");
    }

    /** RFC 3207 §4. */
    static Reply secureFirst() {
        return Reply.of(530, "5.7.0", "Say STARTTLS first");
    }

    static Reply secure() {
        return Reply.of(220, "2.0.0", "Go ahead with TLS");
    }

    static Reply secureAlready() {
        return Reply.of(503, "5.5.1", "TLS is up already");
    }

    static Reply lineTooLong() {
        return Reply.of(500, "5.5.2", "Line too long");
    }

    static Reply lineEnd() {
        return Reply.of(500, "5.5.2", "Lines end in CRLF");
    }

    static Reply outOfOrder(ServerState state) {
        return Reply.of(503, "5.5.1", state == ServerState.GREETED ? "Say EHLO first" : "Not now");
    }

    static Reply tooEarly() {
        return Reply.of(554, "5.5.0", "Speak when you are spoken to");
    }

    static Reply needsSmtpUtf8() {
        return Reply.of(553, "5.6.7", "This address needs SMTPUTF8");
    }

    static Reply tooManyRecipients() {
        return Reply.of(452, "4.5.3", "Too many recipients");
    }

    static Reply tooManyMessages() {
        return Reply.of(421, "4.7.0", "Too many messages in one session");
    }

    static Reply tooManyErrors() {
        return Reply.of(421, "4.7.0", "Too many errors");
    }

    static Reply tooBig() {
        return Reply.of(552, "5.3.4", "Message too big");
    }

    static Reply bareNewline() {
        return Reply.of(550, "5.6.0", "Bare CR or LF in the message");
    }

    static Reply tooManyHops() {
        return Reply.of(554, "5.4.6", "Too many hops");
    }

    static Reply full() {
        return Reply.of(452, "4.3.1", "No room now");
    }

    static Reply failed() {
        return Reply.of(451, "4.3.0", "Local error");
    }

    /** What the queue could not do. */
    static Reply of(QueueException.Reason reason) {
        return reason == QueueException.Reason.FULL ? full() : failed();
    }

    static Reply timedOut() {
        return Reply.of(421, "4.4.2", "Too slow");
    }

    static Reply shuttingDown() {
        return Reply.of(421, "4.3.2", "Shutting down");
    }
}
