package org.etrngateway.admin;

import java.time.Instant;
import java.util.Comparator;

/** By what sites are put in order. */
enum SiteOrder {
    /** Their names. */
    SITE,
    /** What is the matter with them, the most pressing first. */
    STATE,
    /** Messages held. */
    HELD,
    /** Octets of these. */
    SIZE,
    /** How much of the quota is used. */
    QUOTA,
    /** The age of the oldest message; sites without one are the youngest. */
    OLDEST,
    /** When they are called: now, then those whose window opens next. */
    WINDOW,
    /** What is left of the budget for the day; sites without one have most. */
    BUDGET;

    /**
     * @param down the largest first; equal ones by name all the same
     */
    Comparator<SiteView> comparator(boolean down) {
        return (down ? ascending().reversed() : ascending()).thenComparing(SiteView::site);
    }

    private Comparator<SiteView> ascending() {
        return switch (this) {
            case SITE -> Comparator.comparing(SiteView::site);
            case STATE -> Comparator.comparing(Situation::of);
            case HELD -> Comparator.comparingLong(SiteView::messages);
            case SIZE -> Comparator.comparingLong(SiteView::bytes);
            case QUOTA -> Comparator.comparingInt(SiteView::quotaPercent);
            case OLDEST ->
                Comparator.<SiteView, Instant>comparing(site -> site.oldest().orElse(Instant.MAX))
                        .reversed();
            case WINDOW ->
                Comparator.comparing(
                        site -> site.windowUntil().or(site::nextWindow).orElse(Instant.MAX));
            case BUDGET ->
                Comparator.<SiteView>comparingInt(site -> site.budgetPercent().orElse(-1))
                        .reversed();
        };
    }
}
