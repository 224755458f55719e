package org.etrngateway.config;

import java.util.List;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.HostAddress;

/**
 * A port on which SMTP clients are served.
 *
 * @param name unique; stands in logs
 * @param connections open at once on it, 1 or more
 * @param proxies who comes through them says so in a PROXY header; all others must not
 */
public record ListenerConfig(
        String name, Kind kind, HostAddress bind, ListenerTls tls, int connections, List<AddressRange> proxies) {
    /** Fewer than all listeners together may have, so that one that is flooded leaves room for the others. */
    static final int CONNECTIONS = 1_500;

    public ListenerConfig {
        proxies = List.copyOf(proxies);
    }

    /** What a listener is for, and so how strict it is. */
    public enum Kind {
        /** MX: accepts mail, strict; ETRN too. */
        SMTP,
        /** ETRN only, tolerant of old clients; MAIL is refused with 502. */
        TRIGGER,
        /** Mail from sites to anybody, once they have authenticated; strict. */
        SUBMISSION,
        /** ATRN, once the site has authenticated. */
        ODMR
    }
}
