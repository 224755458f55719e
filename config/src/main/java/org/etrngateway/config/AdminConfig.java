package org.etrngateway.config;

import java.nio.file.Path;
import org.etrngateway.address.HostAddress;

/**
 * The HTTP interface: for the web console, for programs, and for the operator's command line. Immutable.
 *
 * @param bind loopback unless told otherwise
 * @param tokens the file of who may see and steer; need not exist
 * @param metrics how fine the figures for a monitoring system are
 */
public record AdminConfig(HostAddress bind, Path tokens, Metrics metrics) {
    /** Of what there are figures. */
    public enum Metrics {
        /** Of the gateway as a whole. */
        TOTALS,
        /** Of each site besides. */
        SITES
    }

    /** With a path that does not depend on where the process runs. */
    AdminConfig beside(Path settings) {
        return new AdminConfig(
                bind, settings.toAbsolutePath().resolveSibling(tokens).normalize(), metrics);
    }
}
