package org.etrngateway.admin;

import java.util.List;
import java.util.Optional;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.Route;
import org.etrngateway.config.TlsMode;
import org.etrngateway.delivery.Detour;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.delivery.TriggerAnswer;
import org.etrngateway.delivery.Triggers;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;

/**
 * Sends mail of a site over another route, once: such as to an office ashore while the line to the ship is dead. It is a
 * flush like others, but for where it goes. Thread-safe; blocks on the disk.
 */
public final class Redirection {
    private static final int MOST_AT_ONCE = 64;

    private final MailQueue queue;
    private final Search search;
    private final Triggers triggers;

    public Redirection(MailQueue queue, Triggers triggers) {
        this.queue = queue;
        this.search = new Search(queue);
        this.triggers = triggers;
    }

    /**
     * Where to, and how.
     *
     * @param route {@code host}, {@code host:port} or {@code mx}
     * @param tls none, may or require; empty: as the settings of the site demand it
     */
    record Way(String route, Optional<String> tls) {
        /**
         * @throws IllegalArgumentException if it is none
         */
        Detour to(Detour.Choice choice, String what) {
            return new Detour(parsed(), tls.map(Way::mode), choice, what + " over " + route);
        }

        private Route parsed() {
            if (route.equals("mx")) {
                return new Route.Mx(Route.SMTP_PORT);
            }
            try {
                return new Route.Fixed(HostAddress.parse(route, Route.SMTP_PORT));
            } catch (InvalidAddressException e) {
                throw new IllegalArgumentException(
                        "route is a host with or without a port, such as office.example:25, or mx: " + e.getMessage(),
                        e);
            }
        }

        private static TlsMode mode(String word) {
            return switch (word) {
                case "none" -> TlsMode.NONE;
                case "may" -> TlsMode.MAY;
                case "require" -> TlsMode.REQUIRE;
                default -> throw new IllegalArgumentException("tls is none, may or require");
            };
        }
    }

    /**
     * Sends what matches.
     *
     * @throws FlushRunsException if a flush of the site runs
     */
    FlushAnswer redirect(SiteName site, MessageFilter filter, Range range, Way way, Warrant warrant) {
        return redirect(site, way.to(new Chosen(site, filter, range), "messages"), warrant);
    }

    /**
     * Sends one message.
     *
     * @throws UnknownMessageException if the site does not have it
     * @throws FlushRunsException if a flush of the site runs
     */
    FlushAnswer redirect(SiteName site, MessageId id, Way way, Warrant warrant) {
        if (queue.list(site, id).isEmpty()) {
            throw new UnknownMessageException(site.name(), id);
        }
        return redirect(site, way.to(new Chosen(site, MessageFilter.ALL, Range.of(id)), "message " + id), warrant);
    }

    private FlushAnswer redirect(SiteName site, Detour detour, Warrant warrant) {
        TriggerAnswer answer = triggers.trigger(Trigger.redirected(site, warrant.by(), warrant.why(), detour));
        if (answer.kind() == TriggerAnswer.Kind.RUNNING) {
            throw new FlushRunsException(site.name());
        }
        return FlushAnswer.of(site, answer);
    }

    /** What matches, a page at a time. */
    private final class Chosen implements Detour.Choice {
        private final SiteName site;
        private final MessageFilter filter;
        private Optional<Range> left;

        Chosen(SiteName site, MessageFilter filter, Range range) {
            this.site = site;
            this.filter = filter;
            this.left = Optional.of(range);
        }

        @Override
        public List<MessageId> next() {
            List<MessageId> ids = List.of();
            while (ids.isEmpty() && left.isPresent()) {
                Range range = left.get();
                Search.Found found = search.find(Optional.of(site), filter::matches, range, MOST_AT_ONCE);
                ids = found.units().stream().map(Listed::id).toList();
                left = found.next().map(range::behind);
            }
            return ids;
        }
    }
}
