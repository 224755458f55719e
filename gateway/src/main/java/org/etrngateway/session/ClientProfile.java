package org.etrngateway.session;

import java.util.Optional;
import org.etrngateway.address.DomainName;
import org.etrngateway.config.Credentials;
import org.etrngateway.config.SessionConfig;

/**
 * What a client session is told once, at its start. Immutable.
 *
 * @param hostname our name for EHLO
 * @param serverName the name that the server's certificate must have, if it is verified
 * @param credentials for AUTH, which is then a must
 * @param greeting the name with which the server must greet, or nothing is said to it
 * @param plainAuth true if AUTH may go unprotected: the server is on this machine
 */
public record ClientProfile(
        DomainName hostname,
        String serverName,
        SessionConfig settings,
        Optional<DomainName> greeting,
        Optional<Credentials> credentials,
        boolean plainAuth) {

    /** The same, without TLS: for a server whose offer of it proved hollow. */
    public ClientProfile withoutTls() {
        return new ClientProfile(hostname, serverName, settings.withoutTls(), greeting, credentials, plainAuth);
    }
}
