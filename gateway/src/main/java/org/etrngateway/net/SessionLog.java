package org.etrngateway.net;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.Recipient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The lines that say what became of a message that a client sent. */
final class SessionLog {
    private static final Logger log = LoggerFactory.getLogger(SessionLog.class);
    /** A line names so many recipients, and then how many there are. */
    private static final int NAMED = 5;

    private SessionLog() {}

    static void accepted(Draft draft, Envelope envelope, InetSocketAddress client, String identity) {
        log.atInfo()
                .addKeyValue("id", draft.id())
                .addKeyValue("from", "<" + envelope.sender() + ">")
                .addKeyValue("to", named(envelope.recipients()))
                .addKeyValue("size", draft.size())
                .addKeyValue("client", Addresses.text(client))
                .addKeyValue("by", identity)
                .log("accepted");
    }

    static void notAccepted(Draft draft, InetSocketAddress client, QueueException failure) {
        log.atWarn()
                .addKeyValue("id", draft.id())
                .addKeyValue("client", Addresses.text(client))
                .addKeyValue("reason", failure.getMessage())
                .log("not accepted");
    }

    /** A client that goes away in the midst, as who only looks whether the port is open, is no news. */
    static void notSecured(InetSocketAddress client, Listener listener, Throwable cause) {
        log.atLevel(cause instanceof SSLException ? Level.INFO : Level.DEBUG)
                .addKeyValue("client", Addresses.text(client))
                .addKeyValue("listener", listener.name())
                .addKeyValue("reason", cause.getMessage())
                .log("no TLS handshake");
    }

    private static String named(List<Recipient> recipients) {
        String names = recipients.stream()
                .limit(NAMED)
                .map(recipient -> "<" + recipient.address() + ">")
                .collect(Collectors.joining(","));
        return recipients.size() <= NAMED ? names : names + ",+" + (recipients.size() - NAMED);
    }
}
