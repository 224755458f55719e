package org.etrngateway.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.etrngateway.address.SiteName;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.notice.Bounces;
import org.etrngateway.notice.Next;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Selection;
import org.etrngateway.scheduler.Opening;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells senders that their mail waits, once each: when it is old enough, and nothing that was planned is still to come.
 * The mail of a site with windows is no news as long as the next one opens soon; it is when one has passed, and the mail
 * is there still. What was received up to an instant is done with, which is all that is remembered; so whatever moves to
 * another site may be told of once more. Thread-safe; blocks on the disk.
 */
final class Delays {
    private static final Logger LOG = LoggerFactory.getLogger(Delays.class);
    /** Under lease at once, while their headers are read. */
    private static final int PAGE = 200;
    /** What came within such a time is told of together, however much it is. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** Openings to look ahead, for one that lets large messages go. */
    private static final int OPENINGS = 50;

    private final MailQueue queue;
    private final Bounces bounces;
    private final Supplier<DeliveryRules> rules;
    private final Clocks clocks;
    private final Desk desk;
    private final Instant started;

    Delays(MailQueue queue, Bounces bounces, Supplier<DeliveryRules> rules, Clocks clocks, Desk desk) {
        this.queue = queue;
        this.bounces = bounces;
        this.rules = rules;
        this.clocks = clocks;
        this.desk = desk;
        this.started = clocks.wall().instant();
    }

    /** What the engine knows and does of a site. */
    interface Desk {
        /** True while a flush of it runs. */
        boolean isServed(SiteName site);

        /** When it is tried again, by the steady clock, where it failed. */
        Optional<Instant> awayUntil(SiteName site);

        /** Units of it were under lease for a moment: who came for them meanwhile is to look again. */
        void back(SiteName site);
    }

    /** Tells the sender of a message that has just come that it is held, for it is large, if the site wants that. */
    void held(MessageId id, SiteName site, Envelope envelope, Collection<Integer> recipients) {
        Optional<SiteRule> rule = rules.get().site(site).filter(SiteRule::tellsOfHeld);
        rule.ifPresent(told -> log(
                id,
                "is held",
                bounces.held(site, envelope, recipients, envelope.since().plus(told.expire()))));
    }

    /** Looks at all sites; nobody is told anything while the clock is in doubt. */
    void sweep() {
        clocks.expiry()
                .now()
                .ifPresent(now -> queue.summaries()
                        .forEach((site, summary) -> rules.get()
                                .site(site)
                                .filter(rule -> rule.delay().isPresent())
                                .filter(rule -> summary.oldest().isPresent() && !desk.isServed(site))
                                .ifPresent(rule ->
                                        sweep(site, rule, summary.oldest().get(), now.wall()))));
    }

    private void sweep(SiteName site, SiteRule rule, Instant oldest, Instant now) {
        Duration delay = rule.delay().orElseThrow();
        if (oldest.isAfter(now.minus(delay))) {
            return;
        }
        Instant upTo = cutoff(site, rule, delay, now);
        // What was old enough before we ever looked, was another's to tell.
        Instant from = clocks.told().upTo(site).orElse(started.minus(delay));
        if (upTo.isAfter(from)) {
            tell(site, rule, from, upTo);
        }
    }

    /** What was received by then is late. */
    private Instant cutoff(SiteName site, SiteRule rule, Duration delay, Instant now) {
        Instant old = now.minus(delay);
        if (rule.retries() || rule.schedule().windows().isEmpty()) {
            return old;
        }
        boolean comes = open(site).isPresent()
                || clocks.openings().next(site, 1).stream()
                        .anyMatch(next -> !next.since()
                                .isAfter(now.plus(rules.get().notices().ahead())));
        Instant passed = clocks.openings().passed(rule, delay).orElse(Instant.MIN);
        return comes && passed.isBefore(old) ? passed : old;
    }

    /** In stretches of time that hold few enough messages: they come by priority, and not by age. */
    private void tell(SiteName site, SiteRule rule, Instant from, Instant upTo) {
        Duration stretch = Duration.between(from, upTo);
        boolean isShort = stretch.compareTo(SHORTEST) <= 0;
        List<Lease> leases = queue.claim(
                site, Selection.receivedBetween(from, upTo), isShort ? Integer.MAX_VALUE : PAGE, Long.MAX_VALUE);
        if (leases.size() == PAGE && !isShort) {
            leases.forEach(queue::release);
            Instant middle = from.plus(stretch.dividedBy(2));
            tell(site, rule, from, middle);
            tell(site, rule, middle, upTo);
        } else if (leases.isEmpty() || clocks.told().advance(site, upTo)) {
            leases.forEach(lease -> tell(rule, lease));
        } else {
            leases.forEach(queue::release);
        }
        if (!leases.isEmpty()) {
            desk.back(site);
        }
    }

    private void tell(SiteRule rule, Lease lease) {
        try {
            if (!rule.toldOfHeld(lease.size())) {
                Optional<Listed> row = queue.list(lease.site(), lease.id());
                String reply = row.map(Listed::lastReply).orElse("");
                Instant until = lease.envelope().since().plus(rule.expire());
                log(lease.id(), "is delayed", bounces.delayed(lease, reply, until, next(rule, lease, row)));
            }
        } finally {
            queue.release(lease);
        }
    }

    private Next next(SiteRule rule, Lease lease, Optional<Listed> row) {
        SiteName site = lease.site();
        if (rule.retries()) {
            Instant steady = clocks.steady().instant();
            return desk.awayUntil(site)
                    .or(() -> row.flatMap(Listed::due).filter(steady::isBefore))
                    .filter(at -> at.isBefore(steady.plus(rule.expire())))
                    .map(at -> Next.at(clocks.wall().instant().plus(Duration.between(steady, at))))
                    .orElse(Next.SOON);
        }
        if (rule.schedule().windows().isEmpty()) {
            return Next.ON_REQUEST;
        }
        boolean large = rule.keepsLarge() && lease.size() > rule.ordinary();
        if (open(site).filter(opening -> opening.large() || !large).isPresent()) {
            return Next.SOON;
        }
        return clocks.openings().next(site, large ? OPENINGS : 1).stream()
                .filter(opening -> opening.large() || !large)
                .map(Opening::since)
                .findFirst()
                .map(Next::at)
                .orElse(Next.SOON);
    }

    /** That of the last look, which is some seconds old, may be over. */
    private Optional<Opening> open(SiteName site) {
        return clocks.openings()
                .of(site)
                .filter(opening -> opening.until().isAfter(clocks.wall().instant()));
    }

    private static void log(MessageId id, String what, CompletionStage<String> notice) {
        notice.whenComplete((told, fault) -> {
            if (fault != null) {
                LOG.warn("id={} {}, and its sender cannot be told so: {}", id, what, fault.getMessage());
            } else if (Bounces.isNotice(told)) {
                LOG.info("id={} {}, and its sender is told so notice={}", id, what, told);
            } else {
                LOG.debug("id={} {} notice=\"{}\"", id, what, told);
            }
        });
    }
}
