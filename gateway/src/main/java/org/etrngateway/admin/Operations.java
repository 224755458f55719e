package org.etrngateway.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etrngateway.address.SiteName;
import org.etrngateway.alert.Alert;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.delivery.FlushFigures;
import org.etrngateway.delivery.LineUse;
import org.etrngateway.delivery.Openings;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.delivery.Triggers;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.SiteSummary;
import org.etrngateway.queue.history.Contact;
import org.etrngateway.queue.history.HistoryEntry;
import org.etrngateway.queue.history.Period.Span;
import org.etrngateway.scheduler.Opening;

/**
 * All that an operator can see and do, whatever the face: HTTP and the command line have nothing of
 * their own. Thread-safe; may block on the disk.
 */
public final class Operations {
    /** Windows that are looked up for one answer, and those of one site more: each takes a while. */
    private static final int MOST_WINDOWS = 1_000;

    private final MailQueue queue;
    private final Journal journal;
    private final Triggers triggers;
    private final Supplier<Map<SiteName, SiteConfig>> sites;
    private final Supplier<Collection<FlushFigures>> flushes;
    private final Function<SiteName, LineUse> today;
    private final Openings openings;
    private final Supplier<List<Alert>> alerts;

    /**
     * @param sites the configured ones; asked anew each time
     * @param flushes those that run
     * @param today what a site used of its budget for the day
     * @param alerts what is amiss now
     */
    public Operations(
            MailQueue queue,
            Journal journal,
            Triggers triggers,
            Supplier<Map<SiteName, SiteConfig>> sites,
            Supplier<Collection<FlushFigures>> flushes,
            Function<SiteName, LineUse> today,
            Openings openings,
            Supplier<List<Alert>> alerts) {
        this.queue = queue;
        this.journal = journal;
        this.triggers = triggers;
        this.sites = sites;
        this.flushes = flushes;
        this.today = today;
        this.openings = openings;
        this.alerts = alerts;
    }

    /** All configured sites, and the reserved ones that have mail, by name. */
    public List<SiteView> sites() {
        Map<SiteName, SiteConfig> configured = sites.get();
        Map<SiteName, SiteSummary> summaries = queue.summaries();
        Set<SiteName> flushing = flushing();
        Set<SiteName> names = new TreeSet<>(configured.keySet());
        names.addAll(summaries.keySet());
        return names.stream()
                .map(name -> view(
                        name,
                        Optional.ofNullable(configured.get(name)),
                        summaries.getOrDefault(name, SiteSummary.EMPTY),
                        flushing.contains(name)))
                .toList();
    }

    /**
     * One of them.
     *
     * @throws UnknownSiteException if there is no such site
     */
    SiteView oneSite(String site) {
        SiteName name = site(site);
        return view(
                name,
                Optional.ofNullable(sites.get().get(name)),
                queue.summary(name),
                flushing().contains(name));
    }

    private Set<SiteName> flushing() {
        return flushes.get().stream()
                .filter(FlushFigures::isWorking)
                .map(FlushFigures::site)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether mail is taken; from memory. */
    public Health health() {
        return Health.of(queue.acceptance());
    }

    /** How the queue is. */
    public QueueView queue() {
        return new QueueView(queue.acceptance().name().toLowerCase(Locale.ROOT), queue.behind());
    }

    /**
     * Releases all mail of a site now.
     *
     * @throws UnknownSiteException if there is no such site
     */
    FlushAnswer flush(String site, Warrant warrant) {
        SiteName name = site(site);
        Trigger wish = Trigger.ordered(name, Trigger.Cause.OPERATOR, warrant.by(), warrant.why());
        return FlushAnswer.of(name, triggers.trigger(wish));
    }

    /**
     * Lets no flush of a site start until it is resumed; mail is still accepted. Returns when that is durable.
     *
     * @throws UnknownSiteException if there is no such site
     */
    void pause(String site, Warrant warrant) {
        apply(new Directive.Pause(site(site), warrant.words()), "PAUSE", warrant);
    }

    /**
     * Ends a pause; returns when that is durable.
     *
     * @throws UnknownSiteException if there is no such site
     */
    void resume(String site, Warrant warrant) {
        apply(new Directive.Resume(site(site), warrant.words()), "RESUME", warrant);
    }

    /**
     * What happened, the latest first.
     *
     * @param site only to this one; empty: to all
     * @param kind only these; empty: all
     * @param before the {@code next} of the page before; empty: from the latest
     * @param limit 1 to 1000
     * @throws UnknownSiteException if there is no such site
     * @throws org.etrngateway.queue.history.HistoryException if the history cannot be read
     */
    public HistoryView history(
            Optional<String> site, Optional<HistoryEntry.Kind> kind, OptionalLong before, int limit) {
        return journal.page(site.map(this::site), kind, before, limit);
    }

    /**
     * What came and went, the latest period first; those in which nothing did are left out.
     *
     * @param site only this one's; empty: of all together
     * @param limit 1 to 1000
     * @throws UnknownSiteException if there is no such site
     * @throws org.etrngateway.queue.history.HistoryException if the history cannot be read
     */
    public List<StatisticsView> statistics(Optional<String> site, Span span, int limit) {
        return journal.statistics(site.map(this::site), span, limit);
    }

    /**
     * When sites may be called without having asked: the window that is open, and those that lie ahead, a site after
     * the other. Of all sites, those of some, whole: behind the last of them the list goes on.
     *
     * @param site only this one's; empty: of all
     * @param behind only of sites behind this one by name
     * @param limit how many that lie ahead, a site; 1 to 1000
     * @throws UnknownSiteException if there is no such site
     */
    public List<WindowView> windows(Optional<String> site, Optional<String> behind, int limit) {
        if (site.isPresent()) {
            return windows(site(site.get()), limit).toList();
        }
        List<WindowView> views = new ArrayList<>();
        for (SiteName name : new TreeSet<>(sites.get().keySet())) {
            if (views.size() >= MOST_WINDOWS) {
                break;
            }
            if (behind.filter(last -> name.name().compareTo(last) <= 0).isEmpty()) {
                windows(name, limit).forEach(views::add);
            }
        }
        return views;
    }

    private Stream<WindowView> windows(SiteName name, int limit) {
        return Stream.concat(
                openings.of(name).stream().map(open -> WindowView.of(name.name(), open, true)),
                openings.next(name, limit).stream().map(next -> WindowView.of(name.name(), next, false)));
    }

    /** What is amiss now. */
    public List<AlertView> alerts() {
        return alerts.get().stream().map(AlertView::of).toList();
    }

    /** What happened, for who listens. */
    Journal journal() {
        return journal;
    }

    /** The flushes that run. */
    public List<FlushView> flushes() {
        return flushes.get().stream().map(FlushView::of).toList();
    }

    /**
     * The flush of a site, if one runs.
     *
     * @throws UnknownSiteException if there is no such site
     */
    public Optional<FlushView> flushOf(String site) {
        SiteName name = site(site);
        return flushes.get().stream()
                .filter(figures -> figures.site().equals(name))
                .map(FlushView::of)
                .findFirst();
    }

    /** Returns when it is durable; the history has it, too. */
    private void apply(Directive directive, String what, Warrant warrant) {
        CompletableFuture<Void> durable = queue.apply(directive).toCompletableFuture();
        durable.join();
        journal.ordered(directive.site(), what, warrant, "");
    }

    /**
     * The site of this name, configured or reserved.
     *
     * @throws UnknownSiteException if there is none
     */
    SiteName site(String name) {
        return sites.get().keySet().stream()
                .filter(site -> site.name().equals(name))
                .findFirst()
                .or(() -> reserved(name))
                .orElseThrow(() -> new UnknownSiteException(name));
    }

    private static Optional<SiteName> reserved(String name) {
        return List.of(SiteName.OUTBOUND, SiteName.UNASSIGNED).stream()
                .filter(site -> site.name().equals(name))
                .findFirst();
    }

    private SiteView view(SiteName name, Optional<SiteConfig> config, SiteSummary held, boolean flushing) {
        return new SiteView(
                name.name(),
                config.map(site -> site.domains().stream().map(Object::toString).toList())
                        .orElse(List.of()),
                config.map(site -> site.schedule().mode().stream()
                                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList())
                        .orElse(List.of()),
                held.messages(),
                held.bytes(),
                config.map(site -> site.quota().messages()).orElse(0L),
                config.map(site -> site.quota().bytes()).orElse(0L),
                held.inFlight(),
                held.operatorHeld(),
                held.oldest(),
                journal.contact(name).flatMap(Contact::heard),
                held.paused(),
                flushing,
                openings.of(name).map(Opening::until),
                openings.next(name, 1).stream().map(Opening::since).findFirst(),
                config.flatMap(site ->
                        today.apply(name).percentOf(site.flush().budget().day())));
    }
}
