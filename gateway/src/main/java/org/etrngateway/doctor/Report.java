package org.etrngateway.doctor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the last examination found. Immutable.
 *
 * @param running true while the next one is being made
 * @param at when the last one ended; empty: there was none
 * @param connect true if it called the sites
 */
public record Report(boolean running, Optional<Instant> at, boolean connect, List<Finding> findings) {
    static final Report NONE = new Report(false, Optional.empty(), false, List.of());

    public Report {
        findings = List.copyOf(findings);
    }

    Report begun() {
        return new Report(true, at, connect, findings);
    }
}
