package org.etrngateway.delivery;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the sessions of a flush use their lines. Immutable.
 *
 * @param sent octets of content given to the lines so far
 * @param goodput octets a second that were answered lately
 * @param roundTrip the longest; empty if it is not known
 * @param resting true if all is delivered and a session stays for what arrives
 */
public record LineFigures(long sent, double goodput, Optional<Duration> roundTrip, boolean resting) {
    static final LineFigures NONE = new LineFigures(0, 0, Optional.empty(), false);

    LineFigures plus(LineFigures other) {
        Optional<Duration> longest =
                Stream.of(roundTrip, other.roundTrip).flatMap(Optional::stream).max(Comparator.naturalOrder());
        return new LineFigures(sent + other.sent, goodput + other.goodput, longest, resting || other.resting);
    }
}
