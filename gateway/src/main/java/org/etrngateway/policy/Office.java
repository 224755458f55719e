package org.etrngateway.policy;

import java.util.function.Supplier;
import org.etrngateway.delivery.Triggers;
import org.etrngateway.queue.MailQueue;

/**
 * What the policies of all sessions share.
 *
 * @param rules the present rules; asked anew each time
 * @param limits on what clients ask for
 */
public record Office(
        Supplier<PolicyRules> rules, MailQueue queue, Triggers triggers, ClientLimits limits, Logins logins) {}
