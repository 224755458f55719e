package org.etrngateway.config;

import java.time.Duration;

/**
 * Mail to the outside: notices and submitted mail.
 *
 * @param route a relay or MX
 * @param session how its sessions behave
 * @param retry the delays between attempts
 * @param expire the age at which mail is given up
 */
public record OutboundConfig(Route route, SessionConfig session, RetryRule retry, Duration expire) {}
