package org.etrngateway.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.etrngateway.doctor.Finding;
import org.etrngateway.doctor.Report;

/**
 * What the last self-test found. Immutable.
 *
 * @param running true while the next one is being made
 * @param at when the last one ended; empty: there was none since the start
 * @param connect true if it called the sites
 */
public record DoctorView(boolean running, Optional<Instant> at, boolean connect, List<Found> findings) {
    /**
     * Something that was found.
     *
     * @param level ok, advice or problem
     * @param about what was looked at, in a word
     * @param advice what to do; empty text where nothing is to be done
     */
    public record Found(String level, String about, String text, String advice) {
        public static Found of(Finding finding) {
            return new Found(finding.level().word(), finding.about(), finding.text(), finding.advice());
        }
    }

    static DoctorView of(Report report) {
        return new DoctorView(
                report.running(),
                report.at(),
                report.connect(),
                report.findings().stream().map(Found::of).toList());
    }
}
