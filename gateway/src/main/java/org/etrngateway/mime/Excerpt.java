package org.etrngateway.mime;

/**
 * The beginning of a text in a message, decoded: plain text, whatever it was, without control characters but for tab and
 * line feed. Immutable.
 *
 * @param path of the part that it is from
 * @param type text/plain, or text/html whose marks are taken out
 * @param complete false if there is more of it
 */
public record Excerpt(String path, String type, String text, boolean complete) {}
