package org.etrngateway.session;

import java.util.Optional;
import org.etrngateway.smtp.AuthResponse;
import org.etrngateway.smtp.Command;
import org.etrngateway.smtp.Reply;
import org.etrngateway.smtp.TraceHeader;

/**
 * What is known of the client of a session: how it greeted, whether TLS is up, and whether it has said who it is (AUTH,
 * RFC 4954). Belongs to one thread.
 */
final class Acquaintance {
    private final SessionPolicy policy;
    private final ServerActions actions;
    private Optional<Command.Hello> hello = Optional.empty();
    private boolean secured;
    private boolean authenticated;

    Acquaintance(SessionPolicy policy, ServerActions actions) {
        this.policy = policy;
        this.actions = actions;
    }

    void greeted(Command.Hello command) {
        hello = Optional.of(command);
    }

    /** TLS is up: what was said before was said by anybody (RFC 3207 §4.2). */
    void secured() {
        secured = true;
        hello = Optional.empty();
        authenticated = false;
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

    boolean isAuthenticated() {
        return authenticated;
    }

    /** AUTH came, where it may come. */
    Transition authenticate(Command.Auth command) {
        return authenticated
                ? Transition.to(ServerState.READY, ServerReplies.authenticated())
                : Transition.until(
                        ServerState.PROOF, () -> actions.await(policy.login(command.mechanism(), command.initial())));
    }

    /** A line came where a response was due. */
    Transition respond(byte[] line) {
        Optional<AuthResponse> response = AuthResponse.parse(line);
        if (response.isPresent() && !response.get().cancelled()) {
            return Transition.until(
                    ServerState.PROOF,
                    () -> actions.await(policy.respond(response.get().octets())));
        }
        policy.cancel();
        return Transition.to(
                ServerState.READY, response.isPresent() ? ServerReplies.cancelled() : ServerReplies.notBase64());
    }

    /** The policy has answered AUTH, or a response to it. */
    Transition answered(Reply reply) {
        authenticated = reply.isPositive();
        if (authenticated) {
            policy.loggedIn();
        }
        return Transition.to(reply.isIntermediate() ? ServerState.LOGIN : ServerState.READY, reply);
    }

    /** The trace of a message that it sends now. */
    TraceHeader trace(ServerProfile profile, Transaction current) {
        return new TraceHeader(
                name(),
                profile.client().getAddress(),
                profile.hostname(),
                TraceHeader.protocol(isExtended(), current.mail().smtpUtf8(), secured, authenticated));
    }
}
