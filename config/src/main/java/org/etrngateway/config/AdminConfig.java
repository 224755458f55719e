package org.etrngateway.config;

import java.nio.file.Path;
import org.etrngateway.address.HostAddress;

/**
 * The HTTP interface: for the web console, for programs, and for the operator's command line. Immutable.
 *
 * @param bind loopback unless told otherwise
 * @param tokens the file of who may see and steer; need not exist
 */
public record AdminConfig(HostAddress bind, Path tokens) {
    /** With a path that does not depend on where the process runs. */
    AdminConfig beside(Path settings) {
        return new AdminConfig(
                bind, settings.toAbsolutePath().resolveSibling(tokens).normalize());
    }
}
