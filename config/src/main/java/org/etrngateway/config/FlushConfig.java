package org.etrngateway.config;

/**
 * How the flushes of a site go about it. Immutable.
 *
 * @param from the local address of its reverse sessions
 */
public record FlushConfig(CallFrom from) {
    /** What is in force where nothing is said. */
    public static final FlushConfig STANDARD = new FlushConfig(CallFrom.ANY);
}
