package org.etrngateway.admin;

import java.time.Instant;
import java.util.Optional;

/**
 * What a message waits for. Immutable.
 *
 * @param on what lets it go: in_flight, flush, operator, sender, pause, budget, window, retry, trigger or site; the words
 *     of {@link Waits.For}
 * @param next when that will be, or has been; empty: that is not known, or at any moment
 */
public record WaitView(String on, Optional<Instant> next) {}
