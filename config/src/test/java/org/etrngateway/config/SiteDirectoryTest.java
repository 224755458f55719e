package org.etrngateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.junit.jupiter.api.Test;

class SiteDirectoryTest {
    @Test
    void exactBeatsWildcardAndTheLongerWildcardTheShorter() {
        SiteDirectory directory = new SiteDirectory(
                List.of(site("wide", "*.example"), site("narrow", "*.acme.example"), site("exact", "mx.acme.example")));

        assertThat(directory.siteOf(new DomainName("mx.acme.example"))).contains(new SiteName("exact"));
        assertThat(directory.siteOf(new DomainName("a.mx.acme.example"))).contains(new SiteName("narrow"));
        assertThat(directory.siteOf(new DomainName("acme.example"))).contains(new SiteName("wide"));
        assertThat(directory.siteOf(new DomainName("example"))).isEmpty();
        assertThat(directory.siteOf(new DomainName("other.test"))).isEmpty();
    }

    @Test
    void aPatternBelongsToOneSite() {
        List<SiteConfig> sites = List.of(site("a", "*.acme.example"), site("b", "*.ACME.example"));

        assertThatThrownBy(() -> new SiteDirectory(sites)).hasMessageContaining("*.acme.example");
    }

    /** Against the rule spelled out: of all patterns that match, the best one owns. */
    @Test
    void agreesWithTheRuleOnAnyPatterns() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            Set<DomainPattern> patterns = new HashSet<>();
            for (int i = 0; i < 12; i++) {
                patterns.add(new DomainPattern(randomName(random), random.nextBoolean()));
            }
            List<SiteConfig> sites = new ArrayList<>();
            patterns.forEach(pattern -> sites.add(site("s" + sites.size(), pattern.toString())));
            SiteDirectory directory = new SiteDirectory(sites);
            for (int i = 0; i < 50; i++) {
                DomainName name = randomName(random);
                assertThat(directory.siteOf(name))
                        .as("%s in %s", name, patterns)
                        .isEqualTo(ownerByRule(sites, name));
            }
        }
    }

    private static Optional<SiteName> ownerByRule(List<SiteConfig> sites, DomainName name) {
        Comparator<DomainPattern> better = Comparator.comparing((DomainPattern pattern) -> !pattern.wildcard())
                .thenComparing(pattern -> pattern.name().name().length());
        return sites.stream()
                .filter(site -> site.domains().get(0).matches(name))
                .max(Comparator.comparing(site -> site.domains().get(0), better))
                .map(SiteConfig::name);
    }

    private static DomainName randomName(Random random) {
        StringBuilder name = new StringBuilder("x");
        for (int i = random.nextInt(4); i > 0; i--) {
            name.insert(0, (random.nextBoolean() ? "a" : "b") + ".");
        }
        return new DomainName(name.toString());
    }

    private static SiteConfig site(String name, String pattern) {
        return new SiteConfig(
                new SiteName(name),
                List.of(DomainPattern.parse(pattern)),
                Optional.empty(),
                new Route.Mx(25),
                new TriggerConfig(
                        ProofConfig.ofAddresses(),
                        TriggerConfig.Scope.SITE,
                        TriggerConfig.Codes.COUNTED,
                        Duration.ofMinutes(10)),
                new SessionConfig(
                        TlsMode.MAY,
                        SessionConfig.Pipelining.AUTO,
                        SessionConfig.EightBit.PASS,
                        Duration.ofSeconds(30)),
                ScheduleConfig.HOLD,
                SiteConfig.Quota.NONE,
                FlushConfig.STANDARD);
    }
}
