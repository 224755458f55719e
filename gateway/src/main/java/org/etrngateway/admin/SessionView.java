package org.etrngateway.admin;

import java.util.Optional;
import org.etrngateway.address.SiteName;

/**
 * Who is logged in.
 *
 * @param csrf to be sent in the header X-CSRF-Token with each change; empty without a login
 */
public record SessionView(String name, String role, Optional<String> site, Optional<String> csrf) {
    static SessionView of(Admitted by) {
        Principal principal = by.principal();
        return new SessionView(
                principal.name().name(),
                principal.role().word(),
                principal.site().map(SiteName::name),
                by.login().map(Logins.Login::csrf));
    }
}
