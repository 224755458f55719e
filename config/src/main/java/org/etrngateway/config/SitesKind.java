package org.etrngateway.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.schema.Kind;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Printed;
import org.etrngateway.config.schema.Problems;
import org.etrngateway.config.schema.YamlValue;

/** Sites by name. */
final class SitesKind implements Kind<Map<SiteName, SiteConfig>> {
    @Override
    public Optional<Map<SiteName, SiteConfig>> read(YamlValue value, Problems problems) {
        if (!value.isMapping() && !value.isNothing()) {
            problems.report(value.file(), value.line(), value.key(), "expected " + describe());
            return Optional.empty();
        }
        Map<SiteName, SiteConfig> sites = new LinkedHashMap<>();
        for (YamlValue member : value.members(problems).values()) {
            readSite(member, problems).ifPresent(site -> sites.put(site.name(), site));
        }
        return Optional.of(sites);
    }

    /** Reads the site whose name is the value's name. */
    static Optional<SiteConfig> readSite(YamlValue value, Problems problems) {
        try {
            if (new SiteName(value.name()).isReserved()) {
                problems.report(value.file(), value.line(), value.key(), "this name is kept for the gateway's own use");
                return Optional.empty();
            }
        } catch (InvalidAddressException e) {
            problems.report(value.file(), value.line(), value.key(), e.getMessage());
            return Optional.empty();
        }
        return SiteKeys.SITE.read(value, problems);
    }

    @Override
    public Printed print(Map<SiteName, SiteConfig> value) {
        return new Printed.Block(value.values().stream()
                .map(site -> new Printed.Member(site.name().name(), "", SiteKeys.SITE.print(site)))
                .toList());
    }

    @Override
    public String describe() {
        return "a mapping of site names, each with the settings of the site";
    }

    @Override
    public List<Mapping<?>> mappings() {
        return List.of(SiteKeys.SITE);
    }
}
