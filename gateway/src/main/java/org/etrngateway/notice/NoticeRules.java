package org.etrngateway.notice;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.NoticeDelay;
import org.etrngateway.config.NoticesConfig;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.wording.Language;

/** The settings that notices rest on, as one snapshot: a reload replaces it as a whole. Immutable. */
public final class NoticeRules {
    private final DomainName hostname;
    private final NoticesConfig config;
    private final Map<SiteName, SiteConfig> sites;
    private final Plausibility plausibility;

    /**
     * @param hostname who reports
     * @param upstreams whose word on senders is believed
     */
    public NoticeRules(
            DomainName hostname, NoticesConfig config, List<AddressRange> upstreams, Collection<SiteConfig> sites) {
        this.hostname = hostname;
        this.config = config;
        this.sites = sites.stream().collect(Collectors.toUnmodifiableMap(SiteConfig::name, Function.identity()));
        this.plausibility = new Plausibility(upstreams, config.believe(), sites);
    }

    /** Those of a gateway with no settings for notices, and no sites. */
    public static NoticeRules standard(DomainName hostname) {
        return new NoticeRules(hostname, NoticesConfig.STANDARD, List.of(), List.of());
    }

    DomainName hostname() {
        return hostname;
    }

    NoticesConfig config() {
        return config;
    }

    Plausibility plausibility() {
        return plausibility;
    }

    /** The age at which the sender of a message for the outside that waits is told so; empty: never. */
    public Optional<Duration> delay() {
        return config.delay().after();
    }

    /** The same for a site: one whose mail waits until it asks has no schedule to be late by. */
    public Optional<Duration> delay(SiteConfig site) {
        NoticeDelay general = site.schedule().isHeld() ? NoticeDelay.NEVER : config.delay();
        return site.notices().delay().orElse(general).after();
    }

    /** A window that opens no later than in this time is waited for before a sender is told. */
    public Duration ahead() {
        return config.ahead();
    }

    /** In which the senders of a site's mail are told. */
    Language language(SiteName site) {
        return Optional.ofNullable(sites.get(site))
                .flatMap(it -> it.notices().language())
                .orElse(config.language());
    }
}
