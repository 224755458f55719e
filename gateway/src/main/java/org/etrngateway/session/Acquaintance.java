package org.etrngateway.session;

import java.util.Optional;
import org.etrngateway.smtp.Command;
import org.etrngateway.smtp.TraceHeader;

/** What is known of the client of a session: how it greeted, and whether TLS is up. Belongs to one thread. */
final class Acquaintance {
    private Optional<Command.Hello> hello = Optional.empty();
    private boolean secured;

    void greeted(Command.Hello command) {
        hello = Optional.of(command);
    }

    /** TLS is up: what was said before was said by anybody (RFC 3207 §4.2). */
    void secured() {
        secured = true;
        hello = Optional.empty();
    }

    boolean isSecured() {
        return secured;
    }

    /** True if it said EHLO. */
    boolean isExtended() {
        return hello.map(Command.Hello::extended).orElse(false);
    }

    /** As it calls itself; empty if it did not say. */
    String name() {
        return hello.map(Command.Hello::name).orElse("");
    }

    /** The trace of a message that it sends now. */
    TraceHeader trace(ServerProfile profile, Transaction current) {
        return new TraceHeader(
                name(),
                profile.client().getAddress(),
                profile.hostname(),
                TraceHeader.protocol(isExtended(), current.mail().smtpUtf8(), secured));
    }
}
