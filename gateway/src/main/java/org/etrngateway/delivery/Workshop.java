package org.etrngateway.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.IpAddress;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.Credentials;
import org.etrngateway.config.RetryRule;
import org.etrngateway.config.Route;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.scheduler.Opening;
import org.etrngateway.scheduler.RetrySchedule;
import org.etrngateway.session.ClientProfile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all flushes work with. Thread-safe.
 *
 * @param workers where the disk may block
 * @param progressed told of each answer a site gave
 * @param openings which sites may be called by window
 * @param budgets what was used of those that outlive a flush
 */
record Workshop(
        MailQueue queue,
        Connector connector,
        Routes routes,
        Settling settling,
        Slots slots,
        Suspects suspects,
        Paces paces,
        Continuations continuations,
        Supplier<DeliveryRules> rules,
        ScheduledExecutorService workers,
        Consumer<SiteName> progressed,
        Clock clock,
        Openings openings,
        Budgets budgets) {

    private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);

    /** The same for a flush that is to use another connector. */
    Workshop over(Connector other) {
        return with(other, suspects, paces, progressed);
    }

    /** The same for a flush from which nothing follows for the server of its site. */
    Workshop aside() {
        return with(connector, new Suspects(), new Paces(), site -> {});
    }

    private Workshop with(Connector over, Suspects among, Paces at, Consumer<SiteName> told) {
        return new Workshop(
                queue,
                over,
                routes,
                settling,
                slots,
                among,
                at,
                continuations,
                rules,
                workers,
                told,
                clock,
                openings,
                budgets);
    }

    void progress(SiteName site) {
        progressed.accept(site);
    }

    /** True if the site may be called now without having asked. */
    boolean mayCall(SiteName site) {
        return rules.get().site(site).filter(SiteRule::retries).isPresent()
                || openings.of(site).isPresent();
    }

    /**
     * When a unit that is deferred now may be tried by schedule; never, where there is none. What would come when the
     * window has closed is not due at all: all that waits goes when the next one opens.
     */
    Instant due(SiteRule rule, Lease lease) {
        RetryRule retry =
                rule.schedule().retry().ofMessage(lease.envelope().wishes().urgency());
        return new RetrySchedule(retry, lease.id().value())
                .delay(lease.attempts() + 1)
                .filter(delay -> rule.retries() || openings.lasts(lease.site(), delay))
                .map(clock.instant()::plus)
                .orElse(Instant.MAX);
    }

    /** True if a large message of the site may go now without its operator's word. */
    boolean letsLargeGo(SiteName site, SiteRule rule) {
        return !rule.keepsLarge() || openings.of(site).filter(Opening::large).isPresent();
    }

    /**
     * @param from the local address to call from
     */
    ReverseSession session(
            SiteName site,
            Optional<DomainName> domain,
            SiteRule rule,
            List<Target> targets,
            Optional<InetAddress> from,
            Supply supply) {
        Optional<Route.Relay> relay = rule.route() instanceof Route.Relay to ? Optional.of(to) : Optional.empty();
        ClientProfile profile = new ClientProfile(
                rules.get().hostname(),
                targets.get(0).serverName(),
                paces.kept(site, domain, rule.session()),
                rule.route() instanceof Route.Peer peer ? peer.greeting() : Optional.empty(),
                relay.flatMap(Workshop::credentials),
                relay.filter(Workshop::isLocal).isPresent());
        return new ReverseSession(connector, workers, supply, targets, from, profile);
    }

    private static Optional<Credentials> credentials(Route.Relay relay) {
        return relay.authFile().map(file -> {
            try {
                return Credentials.read(file);
            } catch (IOException e) {
                LOG.error("{} cannot be used: {}", file, e.getMessage());
                // Wrong rather than none: the relay shall refuse us, not take us for a stranger.
                return new Credentials("unreadable", "unreadable");
            }
        });
    }

    private static boolean isLocal(Route.Relay relay) {
        String host = relay.target().host();
        return host.equals("localhost")
                || IpAddress.isLiteral(host) && IpAddress.parse(host).isLoopbackAddress();
    }
}
