package org.etrngateway.config;

import java.time.Duration;

/**
 * Whether a site is there is found out before its next time has come. Immutable.
 *
 * @param every how long the first probe waits, and those after it at least
 */
public record ProbeConfig(Duration every) {}
