package org.etrngateway.alert;

import java.util.Comparator;
import java.util.Optional;
import org.etrngateway.address.SiteName;

/**
 * What is amiss, and with which site. Immutable; ordered by condition, then by site.
 *
 * @param site empty: with the gateway as a whole
 */
record Matter(Condition condition, Optional<SiteName> site) implements Comparable<Matter> {
    private static final Comparator<Matter> ORDER = Comparator.comparing(Matter::condition)
            .thenComparing(matter -> matter.site.map(SiteName::name).orElse(""));

    static Matter of(Condition condition) {
        return new Matter(condition, Optional.empty());
    }

    static Matter of(Condition condition, SiteName site) {
        return new Matter(condition, Optional.of(site));
    }

    @Override
    public int compareTo(Matter other) {
        return ORDER.compare(this, other);
    }
}
