package org.etrngateway.doctor;

import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.etrngateway.queue.spool.Scrub;
import org.etrngateway.queue.spool.ScrubState;

/** Whether the mail that is held can still be read, as far as the gateway has read it through. */
public final class SpoolCheck implements Check {
    private static final String ABOUT = "spool";

    private final Path scrub;

    /**
     * @param scrub where the gateway keeps how far it has read its spool
     */
    public SpoolCheck(Path scrub) {
        this.scrub = scrub;
    }

    @Override
    public List<Finding> look() {
        ScrubState state = Scrub.known(scrub);
        if (!state.damage().isEmpty()) {
            return state.damage().stream()
                    .map(place -> Finding.problem(
                            ABOUT,
                            place,
                            "`gateway spool verify` reads all of it now; docs/spool.md says what can be saved"))
                    .toList();
        }
        if (state.equals(ScrubState.NEVER)) {
            return List.of(Finding.ok(ABOUT, "not read through yet; a gateway that runs does so by itself"));
        }
        String since = " since " + state.begun().truncatedTo(ChronoUnit.SECONDS) + "; no damage was found";
        return List.of(Finding.ok(ABOUT, (state.runs() ? "it is being read through" : "it was read through") + since));
    }
}
