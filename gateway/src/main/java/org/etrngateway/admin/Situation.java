package org.etrngateway.admin;

/** The one word for what is the matter with a site, the most pressing first. */
enum Situation {
    /** Its mail is being delivered. */
    FLUSHING,
    /** An operator paused it. */
    PAUSED,
    /** The budget for the day is used up. */
    SPENT,
    /** Nothing more is taken for it. */
    FULL,
    /** It is called by window now. */
    OPEN,
    /** Mail is held for it. */
    HOLDING,
    /** Nothing is held for it. */
    EMPTY;

    private static final int ALL = 100;

    /** That of a site; where several are true, what an operator did comes first. */
    static Situation of(SiteView site) {
        if (site.paused()) {
            return PAUSED;
        }
        if (site.flushing()) {
            return FLUSHING;
        }
        if (site.quotaPercent() >= ALL) {
            return FULL;
        }
        if (site.budgetPercent().filter(percent -> percent >= ALL).isPresent()) {
            return SPENT;
        }
        if (site.windowUntil().isPresent()) {
            return OPEN;
        }
        return site.messages() > 0 ? HOLDING : EMPTY;
    }
}
