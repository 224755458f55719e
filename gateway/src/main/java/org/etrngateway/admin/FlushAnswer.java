package org.etrngateway.admin;

import java.util.Locale;
import org.etrngateway.address.SiteName;
import org.etrngateway.delivery.TriggerAnswer;

/**
 * What became of the wish to flush a site.
 *
 * @param outcome empty, started, running or refused
 * @param waiting messages not yet final
 * @param reason why it was refused; empty if it was not
 */
public record FlushAnswer(String site, String outcome, long waiting, String reason) {
    static FlushAnswer of(SiteName site, TriggerAnswer answer) {
        return new FlushAnswer(
                site.name(), answer.kind().name().toLowerCase(Locale.ROOT), answer.waiting(), answer.reason());
    }
}
