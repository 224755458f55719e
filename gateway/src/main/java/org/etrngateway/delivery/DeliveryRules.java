package org.etrngateway.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.OutboundConfig;
import org.etrngateway.config.OversizeConfig;
import org.etrngateway.config.RetryConfig;
import org.etrngateway.config.Route;
import org.etrngateway.config.ScheduleConfig;
import org.etrngateway.config.ScheduleConfig.Mode;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.notice.NoticeRules;
import org.etrngateway.scheduler.RetrySchedule;

/**
 * The settings that delivery rests on, as one snapshot: a reload replaces it as a whole. Immutable.
 *
 * @param hostname our name in EHLO and notices
 * @param sites the configured ones and {@link SiteName#OUTBOUND}
 * @param unassignedExpire the age at which mail without a site is given up
 * @param sessions reverse sessions open at once
 * @param notices what senders are told, and how
 */
public record DeliveryRules(
        DomainName hostname,
        Map<SiteName, SiteRule> sites,
        Duration unassignedExpire,
        int sessions,
        NoticeRules notices) {

    /** The snapshot of a configuration. */
    public static DeliveryRules of(
            DomainName hostname,
            Collection<SiteConfig> sites,
            OutboundConfig outbound,
            int sessions,
            NoticeRules notices) {
        Map<SiteName, SiteRule> rules = sites.stream()
                .collect(Collectors.toMap(SiteConfig::name, site -> SiteRule.of(site, notices.delay(site))));
        rules.put(SiteName.OUTBOUND, SiteRule.of(outbound, notices.delay()));
        return new DeliveryRules(hostname, Map.copyOf(rules), outbound.expire(), sessions, notices);
    }

    Optional<SiteRule> site(SiteName name) {
        return Optional.ofNullable(sites.get(name));
    }

    Duration expire(SiteName name) {
        return site(name).map(SiteRule::expire).orElse(unassignedExpire);
    }

    /**
     * How one site is served.
     *
     * @param flush how its flushes go about it
     * @param schedule when its mail goes without a trigger, and when it is given up
     * @param lifetime how long a trigger stays open after its last progress
     * @param delay the age at which the sender of a message that waits is told so; empty: never
     * @param isAside true over a {@link Detour}, where no refusal is final
     */
    public record SiteRule(
            Route route,
            SessionConfig session,
            FlushConfig flush,
            ScheduleConfig schedule,
            Duration lifetime,
            Optional<Duration> delay,
            boolean isAside) {

        /** One over the site's own route. */
        SiteRule(
                Route route,
                SessionConfig session,
                FlushConfig flush,
                ScheduleConfig schedule,
                Duration lifetime,
                Optional<Duration> delay) {
            this(route, session, flush, schedule, lifetime, delay, false);
        }

        /** One of whose mail senders hear of no delay. */
        SiteRule(Route route, SessionConfig session, FlushConfig flush, ScheduleConfig schedule, Duration lifetime) {
            this(route, session, flush, schedule, lifetime, Optional.empty());
        }

        static SiteRule of(SiteConfig site, Optional<Duration> delay) {
            return new SiteRule(
                    site.route(),
                    site.session(),
                    site.flush(),
                    site.schedule(),
                    site.trigger().lifetime(),
                    delay);
        }

        static SiteRule of(OutboundConfig outbound, Optional<Duration> delay) {
            return new SiteRule(
                    outbound.route(),
                    outbound.session(),
                    FlushConfig.STANDARD,
                    new ScheduleConfig(
                            Set.of(Mode.RETRY), List.of(), RetryConfig.of(outbound.retry()), outbound.expire()),
                    Duration.ZERO,
                    delay);
        }

        /** True if its mail is tried by schedule at any hour. */
        boolean retries() {
            return schedule.retries();
        }

        /**
         * When the site may be tried again that could not be served.
         *
         * @param failures how often in a row; 1 or more
         */
        Instant again(Instant now, int failures) {
            return new RetrySchedule(schedule.retry().ofSite(), route.hashCode()).next(now, failures);
        }

        Duration expire() {
            return schedule.expire();
        }

        /** True if large messages wait for a window that lets them go. */
        boolean keepsLarge() {
            return flush.oversize()
                    .filter(large -> large.action() == OversizeConfig.Action.WINDOW)
                    .isPresent();
        }

        /** True if senders are told of large messages that are held. */
        boolean tellsOfHeld() {
            return flush.oversize()
                    .filter(large -> large.action() == OversizeConfig.Action.HOLD && large.tellsSender())
                    .isPresent();
        }

        /** True if the sender of a message of so many octets was told that it is held, when it came. */
        boolean toldOfHeld(long octets) {
            return tellsOfHeld() && octets > ordinary();
        }

        /** Octets of the largest message that goes among others; larger ones go last, each alone. */
        long ordinary() {
            return flush.oversize().map(OversizeConfig::above).orElse(Long.MAX_VALUE);
        }

        /** True if the site is called where it asked from. */
        boolean isAtPeer() {
            return route instanceof Route.Peer;
        }

        /** True if nobody can call the site: it turns a connection of its own round. */
        boolean isTurned() {
            return route instanceof Route.Atrn;
        }

        /** The same over a connection that the site has turned, which is one. */
        SiteRule turned() {
            return new SiteRule(new Route.Atrn(), session.turned(), flush.withOneSession(), schedule, lifetime, delay);
        }

        /** The same over another way; the budgets are those of the site's line, which is not used. */
        SiteRule over(Detour detour) {
            return new SiteRule(
                    detour.route(), detour.session(session), FlushConfig.STANDARD, schedule, lifetime, delay, true);
        }

        /**
         * Why a trigger cannot be followed, in words for the operator; empty if it can.
         *
         * @param turned whether it came on a connection that is to be turned
         */
        Optional<String> refusal(Trigger trigger, boolean turned) {
            if (isAtPeer() && trigger.peer().isEmpty()) {
                return Optional.of("where the site is, is not known until it asks itself and proves who it is");
            }
            if (isTurned() && !turned) {
                return Optional.of("nobody can call the site: it turns a connection of its own round (ATRN)");
            }
            if (turned && !mayTurn(trigger.isSecured())) {
                return Optional.of("the mail of the site goes under TLS only, and this connection has none");
            }
            return Optional.empty();
        }

        /**
         * True if its mail may go over a connection that it turns. Who is there it has proved by a login or a
         * certificate, so of all that {@code tls} may demand only TLS itself is left to ask for.
         *
         * @param secured whether that connection is under TLS
         */
        boolean mayTurn(boolean secured) {
            return secured || !session.tls().isRequired();
        }

        /** True if the site is called while its mail is looked up: not where there may be none that may go. */
        boolean isCalledAtOnce() {
            return !isByDomain() && !isTurned() && !keepsLarge();
        }

        /** True if each recipient domain has servers of its own. */
        boolean isByDomain() {
            return route instanceof Route.Mx;
        }
    }
}
