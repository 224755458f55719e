package org.etrngateway.config;

/**
 * @param format one line an event, as text or as JSON
 */
public record LogConfig(Format format) {
    /** How an event is written. */
    public enum Format {
        TEXT,
        JSON
    }
}
