package org.etrngateway.queue.spool;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.index.SiteTotal;
import org.etrngateway.queue.index.UnitIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the rows sum up to by site, and whether that is what it must be. */
final class SiteMarks {
    private static final Logger LOG = LoggerFactory.getLogger(SiteMarks.class);

    private SiteMarks() {}

    /** Counts all rows. */
    static Map<SiteName, SiteMark> of(UnitIndex index, Set<SiteName> paused) {
        Map<SiteName, SiteMark> marks = new HashMap<>();
        index.totals().forEach(total -> marks.merge(total.site(), mark(total), SiteMarks::sum));
        paused.forEach(
                site -> marks.put(site, marks.getOrDefault(site, SiteMark.NONE).withPaused(true)));
        return marks;
    }

    private static SiteMark mark(SiteTotal total) {
        Map<DomainName, Long> domains = new HashMap<>();
        total.domains().forEach(domain -> domains.put(domain, total.messages()));
        return new SiteMark(Tally.of(total), Optional.of(total.oldest()), false, false, domains);
    }

    private static SiteMark sum(SiteMark a, SiteMark b) {
        Map<DomainName, Long> domains = new HashMap<>(a.domains());
        b.domains().forEach((domain, count) -> domains.merge(domain, count, Long::sum));
        Instant first = a.oldest().orElseThrow();
        Instant second = b.oldest().orElseThrow();
        Optional<Instant> oldest = Optional.of(first.isBefore(second) ? first : second);
        return new SiteMark(a.tally().plus(b.tally()), oldest, false, false, domains);
    }

    /** True if messages and octets of every site are as expected. */
    static boolean agree(Map<SiteName, Tally> expected, Map<SiteName, SiteMark> found) {
        Set<SiteName> sites = new TreeSet<>(expected.keySet());
        sites.addAll(found.keySet());
        for (SiteName site : sites) {
            Tally must = expected.getOrDefault(site, Tally.NONE);
            Tally is = found.getOrDefault(site, SiteMark.NONE).tally();
            if (!is.counts(must)) {
                LOG.warn(
                        "the index holds {} messages and {} octets for {}; by the log it must be {} and {}",
                        is.messages(),
                        is.bytes(),
                        site,
                        must.messages(),
                        must.bytes());
                return false;
            }
        }
        return true;
    }
}
