package org.etrngateway.alert;

import java.time.Instant;
import java.util.Optional;
import org.etrngateway.address.SiteName;

/**
 * Something that is amiss, and that the operator was told of. Immutable.
 *
 * @param site empty: it is the gateway as a whole
 * @param since when it was found
 * @param text how it was then, in words, one line
 */
public record Alert(Condition condition, Optional<SiteName> site, Instant since, String text) {
    Matter matter() {
        return new Matter(condition, site);
    }

    /** {@code silent acme: nothing was heard since …}. */
    @Override
    public String toString() {
        return condition.word() + site.map(name -> " " + name).orElse("") + ": " + text;
    }
}
