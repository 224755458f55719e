package org.etrngateway.delivery;

import org.etrngateway.config.FlushConfig.Order;

/**
 * Says page by page what a flush claims first among messages of one priority: smaller ones while the line is slow
 * or not known, or what may be sent is limited; else older ones. So that nothing starves, each eighth page goes by age alone: no message is passed
 * over by more than seven pages. Within a page the order is the claim's, for a page that was taken for its age must
 * not be passed over by the next. Guarded by the lock of {@link Claiming}.
 */
final class PageOrder {
    /** Below it a page of large messages keeps those behind it waiting for some ten seconds and more. */
    static final double SLOW = 100_000;

    private static final int BY_AGE = 8;

    private final Order order;
    private final boolean limited;
    private int pages;

    /**
     * @param limited true if a budget ends the flush
     */
    PageOrder(Order order, boolean limited) {
        this.order = order;
        this.limited = limited;
    }

    /**
     * Whether the next page is to be claimed with smaller messages first.
     *
     * @param goodput octets a second that the lines of the flush took lately; 0 while that is not known
     */
    boolean isSmallFirst(double goodput) {
        boolean small = order == Order.SMALL_FIRST || order == Order.AUTO && (limited || goodput < SLOW);
        pages = small ? pages + 1 : 0;
        return small && pages % BY_AGE != 0;
    }
}
