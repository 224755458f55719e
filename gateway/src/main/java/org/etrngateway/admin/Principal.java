package org.etrngateway.admin;

import java.util.Optional;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.SiteName;

/**
 * Who has a token. Immutable.
 *
 * @param site the only one that a {@link Role#SITE} knows of; empty for the other roles
 */
public record Principal(AccountName name, Role role, Optional<SiteName> site) {
    /**
     * @throws IllegalArgumentException if a customer has no site, or another is tied to one
     */
    public Principal {
        if (role == Role.SITE && site.isEmpty()) {
            throw new IllegalArgumentException("the role site needs the name of one");
        }
        if (role != Role.SITE && site.isPresent()) {
            throw new IllegalArgumentException("only the role site is tied to a site");
        }
    }

    boolean sees(String other) {
        return site.isEmpty() || site.get().name().equals(other);
    }

    /** What is amiss with the gateway as a whole is for those who see all of it. */
    boolean sees(AlertView alert) {
        return alert.site().map(this::sees).orElse(site.isEmpty());
    }

    /**
     * The site to which a question is narrowed. Another's site is answered like one that does not exist, for its name
     * is the other's secret.
     *
     * @param asked as the request has it; empty: all that this one sees
     * @throws UnknownSiteException if it is not for these eyes
     */
    Optional<String> scope(Optional<String> asked) {
        if (asked.isPresent() && !sees(asked.get())) {
            throw new UnknownSiteException(asked.get());
        }
        return asked.or(() -> site.map(SiteName::name));
    }
}
