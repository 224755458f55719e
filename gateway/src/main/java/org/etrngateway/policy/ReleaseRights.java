package org.etrngateway.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.SiteConfig;

/**
 * Which sites' mail an address may release. A look-up costs one hash probe for each prefix length in use,
 * however many sites there are and whatever is asked, so that its time tells a stranger nothing. Immutable.
 */
final class ReleaseRights {
    private final Map<AddressRange, Set<SiteName>> sites = new HashMap<>();
    private final Set<Integer> prefixes = new TreeSet<>();

    ReleaseRights(Collection<SiteConfig> configs) {
        for (SiteConfig site : configs) {
            for (AddressRange range : site.trigger().from()) {
                sites.computeIfAbsent(range, key -> new TreeSet<>()).add(site.name());
                prefixes.add(range.prefix());
            }
        }
    }

    /** The sites, in order of their names; none for a stranger. */
    Set<SiteName> of(InetAddress client) {
        Set<SiteName> result = new TreeSet<>();
        for (int prefix : prefixes) {
            if (prefix <= client.getAddress().length * 8) {
                result.addAll(sites.getOrDefault(range(client, prefix), Set.of()));
            }
        }
        return result;
    }

    private static AddressRange range(InetAddress client, int prefix) {
        byte[] octets = client.getAddress();
        for (int i = 0; i < octets.length; i++) {
            int kept = Math.max(0, Math.min(8, prefix - 8 * i));
            octets[i] &= (byte) (0xFF << (8 - kept));
        }
        try {
            return new AddressRange(InetAddress.getByAddress(octets), prefix);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address became none", e);
        }
    }
}
