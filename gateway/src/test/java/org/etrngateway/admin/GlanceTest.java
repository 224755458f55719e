package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GlanceTest {
    private static final Instant OLD = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant NEW = Instant.parse("2026-11-28T00:00:00Z");

    /** Site, messages, octets; then the quota, the oldest, whether it is paused, and what is used of the budget. */
    private static final List<SiteView> SITES = List.of(
            site("acme", 3, 50, 0, Optional.of(NEW), false, Optional.of(20)),
            site("baker", 9, 20, 9, Optional.of(OLD), false, Optional.empty()),
            site("coal", 0, 0, 0, Optional.empty(), true, Optional.of(100)),
            site("dock", 0, 0, 100, Optional.empty(), false, Optional.of(100)));

    private static SiteView site(
            String name,
            long messages,
            long bytes,
            long quota,
            Optional<Instant> oldest,
            boolean paused,
            Optional<Integer> budget) {
        return new SiteView(
                name,
                List.of(name + ".example"),
                List.of("hold"),
                messages,
                bytes,
                quota,
                0,
                messages / 3,
                0,
                oldest,
                Optional.empty(),
                paused,
                false,
                Optional.empty(),
                Optional.empty(),
                budget);
    }

    private static Stream<String> shown(
            Optional<String> name, Optional<Situation> situation, SiteOrder order, boolean down) {
        return new Glance(name, situation, order.comparator(down), 0, 9)
                .of(SITES).page().stream().map(SiteView::site);
    }

    private static Stream<String> ordered(SiteOrder order, boolean down) {
        return shown(Optional.empty(), Optional.empty(), order, down);
    }

    @Test
    void sumsAreOfAllSitesWhateverIsShown() {
        Glance glance = new Glance(Optional.of("AKE"), Optional.empty(), SiteOrder.SITE.comparator(false), 0, 1);
        OverviewView view = glance.of(SITES);
        assertThat(view).isEqualTo(new OverviewView(4, 12, 70, Optional.of(OLD), 4, 2, 0, 1, List.of(SITES.get(1))));
    }

    @Test
    void aPageBeginsWhereItIsAskedTo() {
        Glance glance = new Glance(Optional.empty(), Optional.empty(), SiteOrder.SITE.comparator(true), 1, 2);
        assertThat(glance.of(SITES).page()).extracting(SiteView::site).containsExactly("coal", "baker");
        assertThat(glance.of(SITES).matching()).isEqualTo(4);
    }

    @Test
    void sitesAreFoundByPartOfADomainAndByWhatIsTheMatterWithThem() {
        assertThat(shown(Optional.of("k.exam"), Optional.empty(), SiteOrder.SITE, false))
                .containsExactly("dock");
        assertThat(shown(Optional.empty(), Optional.of(Situation.FULL), SiteOrder.SITE, false))
                .containsExactly("baker");
        assertThat(shown(Optional.empty(), Optional.of(Situation.PAUSED), SiteOrder.SITE, false))
                .containsExactly("coal");
        assertThat(shown(Optional.empty(), Optional.of(Situation.SPENT), SiteOrder.SITE, false))
                .containsExactly("dock");
        assertThat(shown(Optional.empty(), Optional.of(Situation.HOLDING), SiteOrder.SITE, false))
                .containsExactly("acme");
    }

    @Test
    void theyComeInTheOrderThatIsAskedForAndEqualOnesByName() {
        assertThat(ordered(SiteOrder.HELD, true)).containsExactly("baker", "acme", "coal", "dock");
        assertThat(ordered(SiteOrder.HELD, false)).containsExactly("coal", "dock", "acme", "baker");
        assertThat(ordered(SiteOrder.SIZE, true)).startsWith("acme", "baker");
        assertThat(ordered(SiteOrder.OLDEST, true)).containsExactly("baker", "acme", "coal", "dock");
        assertThat(ordered(SiteOrder.BUDGET, false)).containsExactly("coal", "dock", "acme", "baker");
        assertThat(ordered(SiteOrder.STATE, false)).containsExactly("coal", "dock", "baker", "acme");
    }
}
