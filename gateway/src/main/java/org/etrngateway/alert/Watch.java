package org.etrngateway.alert;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.AlertLimits;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.SiteSummary;
import org.etrngateway.queue.history.Contact;

/**
 * Finds what is amiss, from memory only: a look at thousands of sites takes milliseconds. Mail for the outside has the
 * general limits for its age, its size and its number. Thread-safe.
 */
public final class Watch {
    private static final int ALL = 100;

    private final Supplier<Limits> limits;
    private final MailQueue queue;
    private final Function<SiteName, Optional<Contact>> contacts;
    private final Function<SiteConfig, Optional<Integer>> budget;
    private final House house;
    private final Clock wall;

    /**
     * What is measured by.
     *
     * @param general for sites that say nothing else
     * @param sites the configured ones
     */
    public record Limits(AlertLimits general, Map<SiteName, SiteConfig> sites) {}

    /**
     * What is amiss with the gateway itself, where nothing else tells.
     *
     * @param clockInDoubt true while no mail expires, for the clock was set
     * @param damage what of the spool is damaged, a line each
     */
    public record House(BooleanSupplier clockInDoubt, Supplier<List<String>> damage) {}

    /**
     * @param limits asked anew at each look
     * @param contacts when a site was heard; memory only; empty: not known yet
     * @param budget how much of a site's budget for the day is used, in per cent
     */
    public Watch(
            Supplier<Limits> limits,
            MailQueue queue,
            Function<SiteName, Optional<Contact>> contacts,
            Function<SiteConfig, Optional<Integer>> budget,
            House house,
            Clock wall) {
        this.limits = limits;
        this.queue = queue;
        this.contacts = contacts;
        this.budget = budget;
        this.house = house;
        this.wall = wall;
    }

    /** What is amiss, each with a text of one line. */
    Map<Matter, String> look() {
        Instant now = wall.instant();
        Limits by = limits.get();
        Map<SiteName, SiteSummary> held = queue.summaries();
        Map<Matter, String> found = new HashMap<>();
        if (house.clockInDoubt().getAsBoolean()) {
            found.put(Matter.of(Condition.CLOCK), "the clock was set, and no mail expires: see to it");
        }
        if (queue.acceptance() == MailQueue.Acceptance.FULL) {
            found.put(Matter.of(Condition.DISK_FULL), "the disk is full, and no mail is taken");
        }
        List<String> damage = house.damage().get();
        if (!damage.isEmpty()) {
            found.put(
                    Matter.of(Condition.DAMAGE),
                    damage.size() + " places in the spool are damaged, see `gateway spool verify`; the first: "
                            + damage.get(0));
        }
        Optional.ofNullable(held.get(SiteName.UNASSIGNED))
                .filter(summary -> summary.messages() > 0)
                .ifPresent(summary -> found.put(
                        Matter.of(Condition.UNASSIGNED),
                        summary.messages() + " messages are for domains that belong to no site"));
        Optional.ofNullable(held.get(SiteName.OUTBOUND))
                .ifPresent(summary -> lookAtMail(SiteName.OUTBOUND, by.general(), summary, now, found));
        by.sites().forEach((name, site) -> {
            AlertLimits own = site.alerts().or(by.general());
            if (!own.equals(AlertLimits.NONE)) {
                SiteSummary summary = held.getOrDefault(name, SiteSummary.EMPTY);
                lookAtMail(name, own, summary, now, found);
                lookAtSite(site, own, summary, now, found);
            }
        });
        return found;
    }

    private static void lookAtMail(
            SiteName site, AlertLimits limits, SiteSummary held, Instant now, Map<Matter, String> found) {
        limits.older()
                .flatMap(age -> held.oldest().filter(oldest -> oldest.plus(age).isBefore(now)))
                .ifPresent(oldest ->
                        found.put(Matter.of(Condition.OLDER, site), "its oldest message is of " + time(oldest)));
        limits.larger()
                .filter(most -> held.bytes() > most)
                .ifPresent(most -> found.put(
                        Matter.of(Condition.LARGER, site), held.bytes() + " octets are held, more than " + most));
        limits.messages()
                .filter(most -> held.messages() > most)
                .ifPresent(most -> found.put(
                        Matter.of(Condition.MESSAGES, site),
                        held.messages() + " messages are held, more than " + most));
    }

    private void lookAtSite(
            SiteConfig site, AlertLimits limits, SiteSummary held, Instant now, Map<Matter, String> found) {
        SiteName name = site.name();
        limits.silent()
                .flatMap(most -> contacts.apply(name)
                        .filter(contact -> contact.silentSince().plus(most).isBefore(now)))
                .ifPresent(contact -> found.put(
                        Matter.of(Condition.SILENT, name),
                        contact.heard().isPresent()
                                ? "nothing was heard since " + time(contact.silentSince())
                                : "nothing was ever heard; it is known since " + time(contact.silentSince())));
        Optional<Instant> end =
                held.oldest().map(oldest -> oldest.plus(site.schedule().expire()));
        limits.expiring()
                .flatMap(before -> end.filter(at -> !now.isBefore(at.minus(before))))
                .ifPresent(at -> found.put(
                        Matter.of(Condition.EXPIRING, name), "its oldest message will be given up at " + time(at)));
        if (limits.budget().orElse(false)
                && budget.apply(site).filter(percent -> percent >= ALL).isPresent()) {
            found.put(Matter.of(Condition.BUDGET, name), "its budget for the day is used up");
        }
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
