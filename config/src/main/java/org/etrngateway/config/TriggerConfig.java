package org.etrngateway.config;

import java.time.Duration;
import java.util.Set;

/**
 * Who may release a site's mail by ETRN, and how it is answered.
 *
 * @param proof whose triggers they are
 * @param lifetime how long a trigger stays open after its last progress
 * @param alsoOn what counts as one without any ETRN
 */
public record TriggerConfig(ProofConfig proof, Scope scope, Codes codes, Duration lifetime, Set<Occasion> alsoOn) {
    /** Triggers by ETRN only. */
    public TriggerConfig(ProofConfig proof, Scope scope, Codes codes, Duration lifetime) {
        this(proof, scope, codes, lifetime, Set.of());
    }

    /** What shows that a site is back. */
    public enum Occasion {
        /** One of its clients connects, from one of its addresses or with its certificate. */
        CONNECT,
        /** One of its clients logs in. */
        LOGIN
    }

    /** What an ETRN for one name of the site releases. */
    public enum Scope {
        /** All of the site's mail. */
        SITE,
        /** The mail of the named domain only; the reply is always 250. */
        DOMAIN
    }

    /** Which 25x replies a success gets (RFC 1985 §5.1). */
    public enum Codes {
        /** 251, 252, 253 with the number of messages. */
        COUNTED,
        /** 250 always. */
        PLAIN
    }
}
