package org.etrngateway.policy;

import java.net.InetAddress;
import java.util.function.Supplier;

/**
 * Counts what one session asks for, ETRN and ATRN alike, and its client with all its sessions. One for each session;
 * belongs to its thread.
 */
final class Requests {
    private final Supplier<PolicyRules> rules;
    private final ClientLimits limits;
    private final InetAddress client;
    private int asked;
    private boolean warned;

    Requests(Supplier<PolicyRules> rules, ClientLimits limits, InetAddress client) {
        this.rules = rules;
        this.limits = limits;
        this.client = client;
    }

    /** What becomes of a request. */
    enum Verdict {
        FINE,
        TOO_MANY,
        /** It was said before: the session ends. */
        FAR_TOO_MANY
    }

    /** One more came. */
    Verdict next() {
        asked++;
        if (limits.etrn(client) && asked <= rules.get().limits().etrnPerSession()) {
            return Verdict.FINE;
        }
        boolean again = warned;
        warned = true;
        return again ? Verdict.FAR_TOO_MANY : Verdict.TOO_MANY;
    }
}
