package org.etrngateway.config;

import org.etrngateway.address.HostAddress;

/**
 * A port on which SMTP clients are served.
 *
 * @param name unique; stands in logs
 */
public record ListenerConfig(String name, Kind kind, HostAddress bind) {
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
