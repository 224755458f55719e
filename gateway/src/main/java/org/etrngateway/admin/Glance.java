package org.etrngateway.admin;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which sites are shown of all that there are, and in which order. Immutable.
 *
 * @param name part of the name or of a domain, in whatever case
 * @param skip how many that match come before
 * @param limit how many are shown, at most
 */
record Glance(Optional<String> name, Optional<Situation> situation, Comparator<SiteView> order, int skip, int limit) {

    OverviewView of(List<SiteView> sites) {
        List<SiteView> matching = sites.stream().filter(this::matches).toList();
        return new OverviewView(
                sites.size(),
                sites.stream().mapToLong(SiteView::messages).sum(),
                sites.stream().mapToLong(SiteView::bytes).sum(),
                sites.stream().flatMap(site -> site.oldest().stream()).min(Comparator.<Instant>naturalOrder()),
                sites.stream().mapToLong(SiteView::inFlight).sum(),
                sites.stream().filter(site -> site.messages() > 0).count(),
                sites.stream().filter(SiteView::flushing).count(),
                matching.size(),
                matching.stream().sorted(order).skip(skip).limit(limit).toList());
    }

    private boolean matches(SiteView site) {
        return situation.map(wanted -> wanted == Situation.of(site)).orElse(true)
                && name.map(part -> part.toLowerCase(Locale.ROOT))
                        .map(part -> site.site().contains(part)
                                || site.domains().stream().anyMatch(domain -> domain.contains(part)))
                        .orElse(true);
    }
}
