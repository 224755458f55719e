package org.etrngateway.policy;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.etrngateway.account.Accounts;
import org.etrngateway.delivery.Triggers;
import org.etrngateway.queue.MailQueue;

/** What the policies of a test share: passwords are compared at once, on the caller's thread. */
public final class TestOffice {
    private TestOffice() {}

    /** One without accounts. */
    public static Office of(Supplier<PolicyRules> rules, MailQueue queue, Triggers triggers, Clock clock) {
        return of(rules, queue, triggers, Accounts.NONE, clock);
    }

    public static Office of(
            Supplier<PolicyRules> rules, MailQueue queue, Triggers triggers, Accounts accounts, Clock clock) {
        return new Office(rules, queue, triggers, new ClientLimits(rules, clock), logins(rules, accounts, clock));
    }

    static Logins logins(Supplier<PolicyRules> rules, Accounts accounts, Clock clock) {
        return new Logins(() -> accounts, new LoginLimits(rules, clock), Runnable::run, Duration.ZERO);
    }
}
