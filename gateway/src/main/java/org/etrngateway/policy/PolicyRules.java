package org.etrngateway.policy;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.LimitsConfig;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.config.SiteDirectory;

/**
 * The settings that policy rests on, as one snapshot: a reload replaces it as a whole. Immutable, if the
 * predicates are.
 */
public final class PolicyRules {
    private final DomainName hostname;
    private final Mailbox postmaster;
    private final List<AddressRange> upstreams;
    private final Map<SiteName, SiteConfig> sites;
    private final Map<SiteName, Predicate<Mailbox>> recipients;
    private final LimitsConfig limits;
    private final SiteDirectory directory;
    private final ReleaseRights rights;

    /**
     * @param hostname whose postmaster and abuse are ours
     * @param postmaster who reads their mail
     * @param upstreams clients that are free of limits a client
     * @param recipients which addresses a site has; a site without one has all
     */
    public PolicyRules(
            DomainName hostname,
            Mailbox postmaster,
            List<AddressRange> upstreams,
            Collection<SiteConfig> sites,
            Map<SiteName, Predicate<Mailbox>> recipients,
            LimitsConfig limits) {
        this.hostname = hostname;
        this.postmaster = postmaster;
        this.upstreams = List.copyOf(upstreams);
        this.sites = sites.stream().collect(Collectors.toUnmodifiableMap(SiteConfig::name, site -> site));
        this.recipients = Map.copyOf(recipients);
        this.limits = limits;
        this.directory = new SiteDirectory(sites);
        this.rights = new ReleaseRights(sites);
    }

    DomainName hostname() {
        return hostname;
    }

    Mailbox postmaster() {
        return postmaster;
    }

    LimitsConfig limits() {
        return limits;
    }

    ReleaseRights rights() {
        return rights;
    }

    Optional<SiteName> siteOf(DomainName domain) {
        return directory.siteOf(domain);
    }

    SiteConfig site(SiteName name) {
        return sites.get(name);
    }

    /** Octets of the largest message that a site takes. */
    long sizeLimit(SiteName name) {
        long limit = sites.get(name).refuseAbove();
        return limit == 0 ? Long.MAX_VALUE : limit;
    }

    boolean hasRecipient(SiteName site, Mailbox address) {
        Predicate<Mailbox> known = recipients.get(site);
        return known == null || known.test(address);
    }

    boolean isUpstream(InetAddress client) {
        return upstreams.stream().anyMatch(range -> range.contains(client));
    }
}
