package org.etrngateway.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.etrngateway.address.Mailbox;

/**
 * Of what the operator is told, and how; the log has all of it in any case. Immutable.
 *
 * @param limits for sites that say nothing else
 * @param mail who gets a mail
 * @param webhook where JSON is posted to, http or https
 */
public record AlertsConfig(AlertLimits limits, List<Mailbox> mail, Optional<URI> webhook) {
    public AlertsConfig {
        mail = List.copyOf(mail);
    }
}
