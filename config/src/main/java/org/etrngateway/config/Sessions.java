package org.etrngateway.config;

/**
 * How many reverse sessions a site takes at a time. Immutable.
 *
 * @param most 1 to {@link #LIMIT}
 * @param growing true if the flush begins with one and opens more while that pays; false if it opens all at once
 */
public record Sessions(int most, boolean growing) {
    /** More do not make a line faster, and servers count connections. */
    public static final int LIMIT = 4;

    public static final Sessions ONE = new Sessions(1, false);

    /** As many as pay. */
    public static final Sessions AUTO = new Sessions(LIMIT, true);
}
