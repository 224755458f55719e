package org.etrngateway.admin;

import java.util.Optional;

/**
 * How far an import came. Immutable.
 *
 * @param taken messages that are durable now
 * @param skipped messages that were passed over, because the request said so
 * @param stopped why not all of the file was taken; empty if it was
 */
public record ImportAnswer(long taken, long skipped, Optional<Stopped> stopped) {
    /**
     * Where an import stopped: nothing of this message was taken, or of those behind it.
     *
     * @param message its number in the file, from 1
     */
    public record Stopped(long message, String reason) {}
}
