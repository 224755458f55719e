package org.etrngateway.config;

import java.nio.file.Path;
import java.util.Optional;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.HostAddress;

/** Where mail is sent. */
public sealed interface Route {
    /** Where servers are asked for if no port is named (RFC 5321 §4.5.4.2). */
    int SMTP_PORT = 25;

    /** A fixed host and port. */
    record Fixed(HostAddress target) implements Route {}

    /** The MX hosts of the recipient's domain (RFC 5321 §5.1). */
    record Mx(int port) implements Route {}

    /**
     * Where the site itself asked from, for sites whose address changes.
     *
     * @param greeting the name with which the site's server must greet, for its address may be another's by now
     * @param ownAddresses true if it may be an address of this machine, too
     */
    record Peer(int port, Optional<DomainName> greeting, boolean ownAddresses) implements Route {}

    /** Nowhere: nobody can reach the site, which turns a connection of its own round (ATRN, RFC 2645). */
    record Atrn() implements Route {}

    /**
     * A smart host for mail to the outside.
     *
     * @param authFile a file of two lines, user and password, mode 0600
     */
    record Relay(HostAddress target, Optional<Path> authFile) implements Route {}
}
