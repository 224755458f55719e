package org.etrngateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;

/**
 * A customer's mail system that is reachable only now and then.
 *
 * @param domains at least one; no other site has the same pattern
 * @param recipients a file of valid recipients (exact addresses and {@code @domain} lines); none: all
 * @param schedule when its mail goes without a trigger, and when it is given up
 * @param flush how its flushes go about it
 * @param submission what it may send through us
 * @param alerts from when on the operator is told that something is amiss; the general limits where it says nothing
 * @param notices what the senders of its mail are told, where that differs from the general settings
 */
public record SiteConfig(
        SiteName name,
        List<DomainPattern> domains,
        Optional<Path> recipients,
        Route route,
        TriggerConfig trigger,
        SessionConfig session,
        ScheduleConfig schedule,
        Quota quota,
        FlushConfig flush,
        SubmissionConfig submission,
        AlertLimits alerts,
        SiteNotices notices) {

    /** One that may send as its own domains. */
    public SiteConfig(
            SiteName name,
            List<DomainPattern> domains,
            Optional<Path> recipients,
            Route route,
            TriggerConfig trigger,
            SessionConfig session,
            ScheduleConfig schedule,
            Quota quota,
            FlushConfig flush) {
        this(
                name,
                domains,
                recipients,
                route,
                trigger,
                session,
                schedule,
                quota,
                flush,
                SubmissionConfig.STANDARD,
                AlertLimits.NONE,
                SiteNotices.STANDARD);
    }

    /** True if the site may send as this address. */
    public boolean maySendAs(Mailbox sender) {
        return submission.from().isEmpty()
                ? sender.domain()
                        .filter(name -> domains.stream().anyMatch(it -> it.matches(name)))
                        .isPresent()
                : submission.from().stream().anyMatch(pattern -> pattern.matches(sender));
    }

    /** Octets of the largest message that is not held for an operator; 0: none is. */
    public long holdAbove() {
        return above(OversizeConfig.Action.HOLD);
    }

    /** Octets of the largest message that is taken; 0: there is no limit of the site. */
    public long refuseAbove() {
        return above(OversizeConfig.Action.REFUSE);
    }

    private long above(OversizeConfig.Action action) {
        return flush.oversize()
                .filter(large -> large.action() == action)
                .map(OversizeConfig::above)
                .orElse(0L);
    }

    /**
     * How much may be held for the site. Zero: no limit.
     *
     * @param bytes octets, 0 or more
     * @param messages 0 or more
     */
    public record Quota(long bytes, long messages) {
        public static final Quota NONE = new Quota(0, 0);
    }
}
