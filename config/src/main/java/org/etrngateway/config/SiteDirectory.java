package org.etrngateway.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;

/**
 * Which site owns a domain: an exact name beats a wildcard, the longer wildcard the shorter.
 * Immutable; a look-up costs one hash probe a label.
 */
public final class SiteDirectory {
    private final Map<DomainName, SiteName> exact = new HashMap<>();
    private final Map<String, SiteName> below = new HashMap<>();

    public SiteDirectory(Collection<SiteConfig> sites) {
        for (SiteConfig site : sites) {
            for (DomainPattern pattern : site.domains()) {
                SiteName other = pattern.wildcard()
                        ? below.put(pattern.name().name(), site.name())
                        : exact.put(pattern.name(), site.name());
                if (other != null) {
                    throw new IllegalArgumentException(pattern + " belongs to " + other + " and " + site.name());
                }
            }
        }
    }

    public Optional<SiteName> siteOf(DomainName domain) {
        SiteName site = exact.get(domain);
        String name = domain.name();
        for (int dot = name.indexOf('.'); site == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
            site = below.get(name.substring(dot + 1));
        }
        return Optional.ofNullable(site);
    }
}
