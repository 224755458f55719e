package org.etrngateway.doctor;

import java.util.List;
import java.util.Locale;
import org.etrngateway.queue.MailQueue.Acceptance;

/** Whether a gateway that runs takes mail. */
public final class GatewayCheck implements Check {
    /** What is looked at, in a word. */
    public static final String ABOUT = "gateway";

    private final Acceptance acceptance;
    private final long behind;

    /**
     * @param behind changes that are durable but not yet in the index
     */
    public GatewayCheck(Acceptance acceptance, long behind) {
        this.acceptance = acceptance;
        this.behind = behind;
    }

    @Override
    public List<Finding> look() {
        String text = "it runs; changes not yet in the index: " + behind;
        return List.of(
                acceptance == Acceptance.OPEN
                        ? Finding.ok(ABOUT, text)
                        : Finding.problem(
                                ABOUT,
                                text + "; new mail is refused, the disk is or was "
                                        + acceptance.name().toLowerCase(Locale.ROOT),
                                "make room on the disk; if that is not it, its log says more"));
    }
}
