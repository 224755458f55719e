package org.etrngateway.admin;

import java.time.Instant;
import java.util.Optional;
import org.etrngateway.address.SiteName;
import org.etrngateway.alert.Alert;

/**
 * Something that is amiss. Immutable.
 *
 * @param condition what, in a word
 * @param site empty: the gateway as a whole
 * @param since when it was found
 * @param text how it was then
 */
public record AlertView(String condition, Optional<String> site, Instant since, String text) {
    static AlertView of(Alert alert) {
        return new AlertView(alert.condition().word(), alert.site().map(SiteName::name), alert.since(), alert.text());
    }
}
