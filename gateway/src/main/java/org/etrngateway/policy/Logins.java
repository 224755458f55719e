package org.etrngateway.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.etrngateway.account.Accounts;
import org.etrngateway.account.Step;
import org.etrngateway.address.AccountName;
import org.etrngateway.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the logins of all sessions share: the accounts of the moment, the failures so far, and the threads on which
 * passwords are compared. Thread-safe.
 */
public final class Logins {
    private static final Logger log = LoggerFactory.getLogger(Logins.class);
    private static final Reply TOO_MANY = Reply.of(454, "4.7.0", "Too many failed logins, try again later");
    private static final Reply BUSY = Reply.of(454, "4.3.0", "Too many logins at a time, try again later");
    private static final Reply WRONG = Reply.of(535, "5.7.8", "Authentication credentials invalid");

    private final Supplier<Accounts> accounts;
    private final LoginLimits limits;
    private final Executor hashing;
    private final Duration delay;

    /**
     * @param hashing compares passwords: each takes tens of milliseconds and 19 MiB, so it has few threads, and refuses
     *     what it cannot do soon
     * @param delay before who failed hears of it
     */
    public Logins(Supplier<Accounts> accounts, LoginLimits limits, Executor hashing, Duration delay) {
        this.accounts = accounts;
        this.limits = limits;
        this.hashing = hashing;
        this.delay = delay;
    }

    Accounts accounts() {
        return accounts.get();
    }

    /** How a login ended. */
    record Outcome(Optional<AccountName> account, Reply refusal) {}

    /**
     * Compares a password, if that may be tried.
     *
     * @param allowed false for accounts whose password is not believed as it came
     */
    CompletionStage<Outcome> check(Client client, Step.Password said, Predicate<AccountName> allowed) {
        if (!limits.enter(client.address(), said.name())) {
            return refused(client, said.name());
        }
        try {
            return CompletableFuture.supplyAsync(() -> accounts.get().check(said.name(), said.password()), hashing)
                    .thenCompose(account -> judged(client, said.name(), account.filter(allowed)));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(new Outcome(Optional.empty(), BUSY));
        }
    }

    /** The same for a proof that has been compared already. */
    CompletionStage<Outcome> check(Client client, Step.Proof proof) {
        return limits.enter(client.address(), proof.name())
                ? judged(client, proof.name(), proof.account())
                : refused(client, proof.name());
    }

    private CompletionStage<Outcome> refused(Client client, String name) {
        line(client, name).log("login refused: too many have failed");
        return later(new Outcome(Optional.empty(), TOO_MANY));
    }

    private CompletionStage<Outcome> judged(Client client, String name, Optional<AccountName> account) {
        if (account.isPresent()) {
            limits.succeeded(client.address(), name);
            return CompletableFuture.completedFuture(new Outcome(account, WRONG));
        }
        line(client, name).log("login failed");
        return later(new Outcome(account, WRONG));
    }

    private static LoggingEventBuilder line(Client client, String name) {
        return log.atWarn()
                .addKeyValue("account", name)
                .addKeyValue("client", client.address().getHostAddress());
    }

    private CompletionStage<Outcome> later(Outcome outcome) {
        return delay.isZero()
                ? CompletableFuture.completedFuture(outcome)
                : CompletableFuture.supplyAsync(
                        () -> outcome, CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS));
    }
}
