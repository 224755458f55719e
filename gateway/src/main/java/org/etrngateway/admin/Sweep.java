package org.etrngateway.admin;

import java.util.Optional;

/**
 * What one pass over a stretch of the queue met, or did. Immutable.
 *
 * @param messages that were meant, or with which it was done
 * @param bytes octets of these
 * @param skipped that were meant and are left alone, for they are being delivered or met their end meanwhile
 * @param last the id of the last one met; a later pass need not go beyond it
 * @param next what to give as {@code after} for the next stretch; empty: this was the last
 */
public record Sweep(long messages, long bytes, long skipped, Optional<String> last, Optional<String> next) {}
