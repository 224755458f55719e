package org.etrngateway.delivery;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.SessionConfig.Pipelining;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far commands may run ahead of replies with servers that have answered out of step. Known until the next
 * start. Thread-safe.
 */
final class Paces {
    private static final Logger LOG = LoggerFactory.getLogger(Paces.class);

    private final Map<Key, Pipelining> lowered = new ConcurrentHashMap<>();

    /** The settings of a session, with the pace that its server can keep. */
    SessionConfig kept(SiteName site, Optional<DomainName> domain, SessionConfig settings) {
        Optional<Pipelining> lower = Optional.ofNullable(lowered.get(new Key(site, domain)));
        return settings.pipelining() == Pipelining.AUTO
                ? lower.map(settings::withPipelining).orElse(settings)
                : settings;
    }

    /**
     * A server has answered out of step.
     *
     * @param settings those of its site
     * @param ran the pace of the session in which it did: another may have lowered it since
     * @return true if the next session will go slower
     */
    boolean lower(SiteName site, Optional<DomainName> domain, SessionConfig settings, Pipelining ran, String reason) {
        Pipelining before = kept(site, domain, settings).pipelining();
        if (before != ran) {
            return true;
        }
        if (settings.pipelining() != Pipelining.AUTO || before == Pipelining.LOCKSTEP) {
            return false;
        }
        Pipelining now = before == Pipelining.AUTO ? Pipelining.ENVELOPE : Pipelining.LOCKSTEP;
        lowered.put(new Key(site, domain), now);
        LOG.warn(
                "site={} answers out of step ({}); from now on its pipelining is {}",
                site,
                reason,
                now.name().toLowerCase(Locale.ROOT));
        return true;
    }

    private record Key(SiteName site, Optional<DomainName> domain) {}
}
