package org.etrngateway.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.config.schema.Problems;
import org.etrngateway.config.schema.YamlValue;

/**
 * Finds domain patterns that stand in two sites. Looks at the files rather than at the settings read
 * from them, since it names both places, and finds what is wrong in sites that have other problems.
 */
final class DomainOwners {
    private final Problems problems;
    private final Map<DomainPattern, Claim> claims = new HashMap<>();

    private record Claim(YamlValue site, YamlValue pattern) {}

    DomainOwners(Problems problems) {
        this.problems = problems;
    }

    void check(List<YamlValue> sites) {
        for (YamlValue site : sites) {
            site.member(SiteKeys.DOMAINS.name())
                    .ifPresent(domains -> domains.items().forEach(item -> claim(site, item)));
        }
    }

    private void claim(YamlValue site, YamlValue item) {
        try {
            DomainPattern pattern = DomainPattern.parse(item.text().orElse(""));
            Claim first = claims.putIfAbsent(pattern, new Claim(site, item));
            if (first != null) {
                problems.report(item.file(), item.line(), item.key(), describe(pattern, first));
            }
        } catch (InvalidAddressException e) {
            // reported where the site is read
        }
    }

    private static String describe(DomainPattern pattern, Claim first) {
        String owner = first.site().name();
        return pattern + " belongs to site '" + owner + "' already, at "
                + first.pattern().place();
    }
}
