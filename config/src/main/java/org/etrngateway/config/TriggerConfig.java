package org.etrngateway.config;

import java.time.Duration;
import java.util.List;
import org.etrngateway.address.AddressRange;

/**
 * Who may release a site's mail by ETRN, and how it is answered.
 *
 * @param from the addresses that may; none: nobody may
 * @param lifetime how long a trigger stays open after its last progress
 */
public record TriggerConfig(List<AddressRange> from, Scope scope, Codes codes, Duration lifetime) {
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
