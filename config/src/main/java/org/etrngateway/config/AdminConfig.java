package org.etrngateway.config;

import org.etrngateway.address.HostAddress;

/**
 * The HTTP interface for the operator's command line.
 *
 * @param bind loopback unless told otherwise
 */
public record AdminConfig(HostAddress bind) {}
