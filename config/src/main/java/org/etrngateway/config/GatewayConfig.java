package org.etrngateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;

/**
 * All settings of one gateway, checked: what this record holds is consistent. Immutable.
 *
 * @param hostname our own name: greeting, EHLO, trace headers, notices
 * @param data the folder of spool, index and history
 * @param postmaster where mail for postmaster@ and abuse@ of the hostname goes
 * @param upstreams the provider's own filters in front: free of per-client limits
 * @param listeners at least one, names unique
 * @param secrets where the accounts lie
 * @param tls has a certificate if a listener has TLS
 * @param sites in the order of the files; no reserved names
 * @param expiryGrace how long nothing expires after the clock was in doubt
 * @param historyKeep the age at which what happened to sites is forgotten
 * @param scrub how often all of the spool is read and checked
 * @param alerts of what the operator is told
 */
public record GatewayConfig(
        DomainName hostname,
        Path data,
        Mailbox postmaster,
        List<AddressRange> upstreams,
        List<ListenerConfig> listeners,
        SecretsConfig secrets,
        TlsConfig tls,
        NamedTimes named,
        Map<SiteName, SiteConfig> sites,
        OutboundConfig outbound,
        NoticesConfig notices,
        Duration expiryGrace,
        Duration historyKeep,
        Duration scrub,
        AlertsConfig alerts,
        LimitsConfig limits,
        ContentConfig content,
        AdminConfig admin,
        LogConfig log) {
    public GatewayConfig {
        upstreams = List.copyOf(upstreams);
        listeners = List.copyOf(listeners);
        sites = Collections.unmodifiableMap(new LinkedHashMap<>(sites));
    }

    /** These settings with more sites behind the others. */
    GatewayConfig withSites(Map<SiteName, SiteConfig> more) {
        Map<SiteName, SiteConfig> all = new LinkedHashMap<>(sites);
        all.putAll(more);
        return new GatewayConfig(
                hostname,
                data,
                postmaster,
                upstreams,
                listeners,
                secrets,
                tls,
                named,
                all,
                outbound,
                notices,
                expiryGrace,
                historyKeep,
                scrub,
                alerts,
                limits,
                content,
                admin,
                log);
    }
}
