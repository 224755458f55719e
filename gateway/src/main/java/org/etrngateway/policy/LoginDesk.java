package org.etrngateway.policy;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.etrngateway.account.Exchange;
import org.etrngateway.account.Mechanism;
import org.etrngateway.account.Step;
import org.etrngateway.address.AccountName;
import org.etrngateway.session.Service;
import org.etrngateway.smtp.Reply;

/**
 * Answers AUTH (RFC 4954). What shows a password is offered under TLS only, unless a site has it otherwise, and then is
 * believed for that site's accounts only. CRAM-MD5 is for old clients that fetch mail, who know nothing better. One for
 * each session; belongs to its thread.
 */
final class LoginDesk {
    private static final Reply UNKNOWN = Reply.of(504, "5.5.4", "Mechanism not offered");
    private static final Reply NEEDS_TLS = Reply.of(538, "5.7.11", "Begin TLS first, the password could be read");
    private static final Reply MALFORMED = Reply.of(501, "5.5.2", "This is not how the mechanism goes");
    private static final Reply DONE = Reply.of(235, "2.7.0", "Authenticated");

    private final Supplier<PolicyRules> rules;
    private final Logins logins;
    private final Service service;
    private final Supplier<Client> client;
    private Optional<Exchange> exchange = Optional.empty();
    /** Who has proved that he is; written where passwords are compared, read by the session when it hears of it. */
    private volatile Optional<AccountName> proven = Optional.empty();

    LoginDesk(Supplier<PolicyRules> rules, Logins logins, Service service, Supplier<Client> client) {
        this.rules = rules;
        this.logins = logins;
        this.service = service;
        this.client = client;
    }

    /** What can be used now, the best first. */
    List<Mechanism> mechanisms() {
        boolean safe = client.get().secured() || rules.get().rights().allowPlainText();
        return Arrays.stream(Mechanism.values())
                .filter(mechanism -> isOffered(mechanism) && (safe || !mechanism.showsPassword()))
                .toList();
    }

    private boolean isOffered(Mechanism mechanism) {
        boolean old = service == Service.TRIGGER || service == Service.ODMR;
        return service.offersAuth()
                && rules.get().rights().haveAccounts()
                && (mechanism != Mechanism.CRAM_MD5 || old && logins.accounts().haveSharedSecrets());
    }

    CompletionStage<Reply> begin(String word, Optional<byte[]> initial) {
        cancel();
        Optional<Mechanism> mechanism = Mechanism.of(word).filter(this::isOffered);
        if (mechanism.isEmpty()) {
            return now(UNKNOWN);
        }
        if (!mechanisms().contains(mechanism.get())) {
            return now(NEEDS_TLS);
        }
        Exchange begun =
                mechanism.get().begin(logins.accounts(), rules.get().hostname().name());
        if (initial.isPresent() && !begun.isClientFirst()) {
            return now(MALFORMED);
        }
        exchange = Optional.of(begun);
        return initial.isPresent() ? respond(initial.get()) : now(challenge(begun.challenge()));
    }

    CompletionStage<Reply> respond(byte[] response) {
        if (proven.isPresent()) {
            // He has read the server's last word, and says nothing to it.
            return now(response.length == 0 ? DONE : MALFORMED);
        }
        Step step = exchange.orElseThrow().answer(response);
        if (step instanceof Step.Challenge next) {
            return now(challenge(next.text()));
        }
        cancel();
        if (step instanceof Step.Password said) {
            return logins.check(client.get(), said, this::mayShow).thenApply(outcome -> end(outcome, Optional.empty()));
        }
        if (step instanceof Step.Proof proof) {
            return logins.check(client.get(), proof).thenApply(outcome -> end(outcome, proof.last()));
        }
        return now(MALFORMED);
    }

    /** True if a password of this account may come the way that it came. */
    private boolean mayShow(AccountName account) {
        return client.get().secured() || rules.get().rights().allowsPlainText(account);
    }

    private Reply end(Logins.Outcome outcome, Optional<byte[]> last) {
        if (outcome.account().isEmpty()) {
            return outcome.refusal();
        }
        proven = outcome.account();
        return last.map(LoginDesk::challenge).orElse(DONE);
    }

    /** Whom a login that ended well has shown the client to be. */
    AccountName account() {
        return proven.orElseThrow();
    }

    /** The login that is under way, or ended, counts no more. */
    void cancel() {
        exchange = Optional.empty();
        proven = Optional.empty();
    }

    private static Reply challenge(byte[] text) {
        return Reply.of(334, List.of(Base64.getEncoder().encodeToString(text)));
    }

    private static CompletionStage<Reply> now(Reply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
