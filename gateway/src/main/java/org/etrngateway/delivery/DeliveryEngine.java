package org.etrngateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.etrngateway.address.SiteName;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.notice.Bounces;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.SiteSummary;
import org.etrngateway.queue.history.HistoryEntry;
import org.etrngateway.scheduler.Alarms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one path for all triggers: one flush a site at a time. A trigger that meets a flush joins it. A
 * trigger by ETRN or operator stays open for the site's lifetime from its last progress: reconnects and
 * new mail within it are its work; after it a held site sees no connection. Sites whose mode has retry,
 * and the outside, are tried when mail arrives and when it is due; so are those that have a window open, and when it
 * opens. Thread-safe; {@link #trigger} answers from memory.
 */
public final class DeliveryEngine implements Triggers, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryEngine.class);
    private static final Duration TICK = Duration.ofSeconds(15);
    private static final Duration RENEWAL = Duration.ofSeconds(MailQueue.LEASE_SECONDS / 5);
    private static final Duration DELAYS_TICK = Duration.ofMinutes(5);

    private final MailQueue queue;
    private final Supplier<DeliveryRules> rules;
    private final Workshop shop;
    private final Deadlines deadlines;
    private final Delays delays;
    private final Chronicle chronicle;
    private final Clock clock;
    private final Budgets budgets;
    private final Unasked unasked;
    private final Rounds rounds;
    private final Probes probes;
    private final ScheduledExecutorService workers;
    private final Map<SiteName, Flush> flushes = new HashMap<>();
    private final Map<SiteName, Standing> standings = new HashMap<>();
    private boolean closed;

    /**
     * @param rules the present rules; asked anew each time
     * @param history told who asks and how flushes end; must not wait
     * @param workers where delivery may block on the disk; the caller's to shut down, after {@link #close}
     */
    public DeliveryEngine(
            MailQueue queue,
            Connector connector,
            Routes routes,
            Supplier<DeliveryRules> rules,
            Consumer<HistoryEntry> history,
            ScheduledExecutorService workers,
            Clocks clocks) {
        this.queue = queue;
        this.rules = rules;
        this.clock = clocks.steady();
        this.budgets = clocks.budgets();
        this.workers = workers;
        Bounces bounces = new Bounces(queue, () -> rules.get().notices(), clocks.wall());
        this.chronicle = new Chronicle(history, clocks.wall());
        Settling settling = new Settling(queue, bounces, workers);
        Slots slots = new Slots(() -> rules.get().sessions());
        this.shop = new Workshop(
                queue,
                connector,
                routes,
                settling,
                slots,
                new Suspects(),
                new Paces(),
                new Continuations(clocks.wall().instant()),
                rules,
                workers,
                this::progressed,
                clock,
                clocks.openings(),
                budgets);
        this.unasked = new Unasked(this, shop, standings, flushes);
        this.rounds = new Rounds(shop, unasked);
        this.probes = new Probes(shop, rounds, unasked);
        Expiry expiry = new Expiry(queue, settling, rules, clocks);
        this.deadlines = new Deadlines(queue, settling, bounces, expiry, clocks, workers);
        this.delays = new Delays(queue, bounces, rules, clocks, unasked);
        queue.onArrival(new Arrivals());
    }

    /** Begins what happens without a trigger: retries at once, and again and again; renewals and expiry. */
    public void start(Alarms alarms) {
        rounds.begin();
        alarms.every("retry", TICK, rounds::tick);
        alarms.every("probe", TICK, probes::tick);
        alarms.every("renew", RENEWAL, this::renew);
        alarms.every("budgets", TICK, budgets::write);
        deadlines.start(alarms);
        alarms.every("delays", DELAYS_TICK, delays::sweep);
    }

    @Override
    public TriggerAnswer trigger(Trigger trigger) {
        Decision decision = decide(trigger, Optional.empty());
        // Before its flush may end.
        chronicle.asked(trigger, decision.answer());
        decision.begun().ifPresent(Flush::start);
        return decision.answer();
    }

    /**
     * Releases mail over a connection of the site's own; as {@link Turns#turn}. Unlike others such a trigger joins no
     * flush, for its site wants the mail on this connection or hear that it cannot be; but a flush that does not get
     * on gives way to it. It is not open afterwards, for nobody can be called.
     *
     * @param line connects to the site, once, when its connection is turned
     */
    public CompletionStage<TriggerAnswer> turn(Trigger trigger, Connector line) {
        Turn turn = new Turn(line, waiting(queue.summary(trigger.site())));
        turn(trigger, turn, running -> {
            AtomicBoolean judged = new AtomicBoolean();
            running.prove(lives -> {
                if (judged.compareAndSet(false, true)) {
                    workers.execute(() -> goOn(trigger, turn, running, lives));
                }
            });
        });
        return turn.answer().whenComplete((answer, fault) -> chronicle.asked(trigger, answer));
    }

    private void goOn(Trigger trigger, Turn turn, Flush running, boolean lives) {
        if (!lives) {
            giveWay(running, "no progress, and the site asked for a turn");
        }
        turn(trigger, turn, other -> turn.refuse(TriggerAnswer.running(0)));
    }

    /**
     * @param busy what to do with a flush of the site that runs
     */
    private void turn(Trigger trigger, Turn turn, Consumer<Flush> busy) {
        Decision decision = decide(trigger, Optional.of(turn));
        if (decision.inTheWay().isPresent()) {
            busy.accept(decision.inTheWay().get());
        } else {
            decision.begun().ifPresentOrElse(Flush::start, () -> turn.refuse(decision.answer()));
        }
    }

    private static long waiting(SiteSummary summary) {
        return summary.messages() - summary.operatorHeld();
    }

    private Decision decide(Trigger wish, Optional<Turn> turn) {
        Trigger trigger = located(wish);
        SiteName site = trigger.site();
        if (trigger.cause() == Trigger.Cause.RELEASE) {
            unasked.arrived(site);
            return Decision.of(TriggerAnswer.empty());
        }
        Optional<SiteRule> found = rules.get()
                .site(site)
                .map(own -> trigger.detour().map(own::over).orElse(own));
        if (found.isEmpty()) {
            return Decision.refused("no such site");
        }
        SiteRule rule = found.get();
        SiteSummary summary = queue.summary(site);
        // An operator may send what he holds elsewhere, and while the site is paused.
        Optional<String> paused =
                summary.paused() && !rule.isAside() ? Optional.of("paused by the operator") : Optional.empty();
        long waiting = rule.isAside() ? summary.messages() : waiting(summary);
        return paused.or(() -> budgets.refusal(trigger, rule))
                .or(() -> rule.refusal(trigger, turn.isPresent()))
                .map(Decision::refused)
                .orElseGet(() -> serve(trigger, rule, turn, waiting));
    }

    /** By the flush that runs, or a new one. */
    private synchronized Decision serve(Trigger trigger, SiteRule rule, Optional<Turn> turn, long waiting) {
        if (closed) {
            return Decision.refused("shutting down");
        }
        Optional<Flush> running = Optional.ofNullable(flushes.get(trigger.site()));
        Optional<String> spent = running.filter(flush -> !flush.isStopped()).flatMap(Flush::spent);
        if (spent.isPresent()) {
            // The rest stays held until this session has ended; the next one has a budget of its own.
            return Decision.refused(spent.get());
        }
        boolean alone = isAlone(rule, turn);
        if (alone && running.isPresent()) {
            return new Decision(TriggerAnswer.running(waiting), Optional.empty(), running);
        }
        if (!alone && trigger.isAsked()) {
            Instant now = clock.instant();
            standing(trigger.site()).open(trigger, now, now.plus(rule.lifetime()));
        }
        return running.flatMap(flush -> join(flush, trigger, waiting))
                .orElseGet(() -> begin(trigger, rule, turn, waiting));
    }

    /** True for a turn and a detour: such a flush serves one trigger, and leaves nothing open. */
    private static boolean isAlone(SiteRule rule, Optional<Turn> turn) {
        return turn.isPresent() || rule.isAside();
    }

    /** Empty if the flush has just ended. */
    private Optional<Decision> join(Flush running, Trigger trigger, long waiting) {
        Decision joined = Decision.of(TriggerAnswer.running(waiting));
        if (running.isStopped() || running.trigger().detour().isPresent()) {
            // What has just asked goes on when it has ended.
            return Optional.of(joined);
        }
        boolean elsewhere = running.isElsewhere(trigger);
        if (!running.join(trigger)) {
            return Optional.empty();
        }
        if (elsewhere) {
            workers.execute(() -> replace(running, trigger, "the site asked from another address"));
        } else {
            proveLater(running, trigger);
        }
        return Optional.of(waiting == 0 ? Decision.of(TriggerAnswer.empty()) : joined);
    }

    private Decision begin(Trigger trigger, SiteRule rule, Optional<Turn> turn, long waiting) {
        if (waiting == 0) {
            return Decision.of(TriggerAnswer.empty());
        }
        Instant now = clock.instant();
        Instant pass = isAlone(rule, turn) ? now : standing(trigger.site()).pass(trigger.cause(), now);
        Flush flush = flush(trigger, rule, turn, pass);
        flushes.put(trigger.site(), flush);
        return new Decision(TriggerAnswer.started(waiting), Optional.of(flush), Optional.empty());
    }

    private Flush flush(Trigger trigger, SiteRule rule, Optional<Turn> turn, Instant pass) {
        Flush.OnEnd onEnd = (flush, failure) -> endedAside(turn, flush, failure);
        if (turn.isPresent()) {
            return new Flush(trigger, rule.turned(), shop.over(turn.get()), pass, onEnd);
        }
        return rule.isAside()
                ? new Flush(trigger, rule, shop.aside(), pass, onEnd)
                : new Flush(trigger, rule, shop, pass, this::ended);
    }

    /** Where nobody asks on a connection of his own, what counts is who asked last, while that is open. */
    private Trigger located(Trigger trigger) {
        if (trigger.peer().isPresent()) {
            return trigger;
        }
        Optional<Trigger> open;
        synchronized (this) {
            open = open(trigger.site(), clock.instant(), trigger.cause());
        }
        return open.filter(last -> last.peer().isPresent())
                .map(last -> trigger.from(last.caller()))
                .orElse(trigger);
    }

    /** How the running flushes stand, by site. */
    public synchronized List<FlushFigures> flushes() {
        return flushes.values().stream()
                .map(Flush::figures)
                .sorted(Comparator.comparing(FlushFigures::site))
                .toList();
    }

    /** Ends all flushes; what was not answered stays held. */
    @Override
    public void close() {
        List<Flush> running;
        synchronized (this) {
            closed = true;
            running = List.copyOf(flushes.values());
        }
        running.forEach(flush -> flush.fail("shutting down"));
        budgets.write();
    }

    /**
     * What becomes of a trigger.
     *
     * @param begun the flush that is to start for it
     * @param inTheWay the flush for whose sake none begins
     */
    private record Decision(TriggerAnswer answer, Optional<Flush> begun, Optional<Flush> inTheWay) {
        static Decision of(TriggerAnswer answer) {
            return new Decision(answer, Optional.empty(), Optional.empty());
        }

        static Decision refused(String reason) {
            return of(TriggerAnswer.refused(reason));
        }
    }

    /**
     * A site that asks while it is being served may have come back on a new line, with our session left on the
     * old one, where it would wait for minutes.
     */
    private void proveLater(Flush running, Trigger trigger) {
        if (!trigger.isAsked()) {
            return;
        }
        running.prove(lives -> {
            if (!lives) {
                workers.execute(() -> replace(running, trigger, "no progress, and the site asked again"));
            }
        });
    }

    private void replace(Flush dead, Trigger trigger, String reason) {
        giveWay(dead, reason);
        decide(trigger, Optional.empty()).begun().ifPresent(Flush::start);
    }

    private static void giveWay(Flush dead, String reason) {
        LOG.info("site={} a new session replaces the one there is: {}", dead.site(), reason);
        dead.fail(reason);
    }

    private Standing standing(SiteName site) {
        return standings.computeIfAbsent(site, name -> new Standing());
    }

    private synchronized void progressed(SiteName site) {
        rules.get()
                .site(site)
                .ifPresent(rule -> standing(site).progressed(clock.instant().plus(rule.lifetime())));
    }

    /** What the queue tells of new mail, on its threads. */
    private final class Arrivals implements MailQueue.ArrivalListener {
        @Override
        public void arrived(SiteName site) {
            unasked.arrived(site);
        }

        @Override
        public void held(MessageId id, SiteName site, Envelope envelope, Set<Integer> recipients) {
            LOG.warn("id={} site={} is large and held: an operator has to release it", id, site);
            workers.execute(() -> delays.held(id, site, envelope, recipients));
        }
    }

    private Optional<Trigger> open(SiteName site, Instant now, Trigger.Cause cause) {
        return Optional.ofNullable(standings.get(site))
                .flatMap(standing -> standing.trigger(now))
                .map(trigger -> trigger.because(cause));
    }

    private void renew() {
        List<Flush> running;
        synchronized (this) {
            running = List.copyOf(flushes.values());
        }
        running.forEach(Flush::renew);
    }

    private void ended(Flush flush, Optional<String> failure) {
        SiteName site = flush.site();
        FlushFigures figures = flush.figures();
        chronicle.flushed(
                flush.trigger(), figures, Duration.between(figures.since(), clock.instant()), failure.or(flush::spent));
        Optional<SiteRule> rule = rules.get().site(site);
        Optional<Duration> wait = Optional.empty();
        boolean mayCall = shop.mayCall(site);
        synchronized (this) {
            flushes.remove(site, flush);
            Standing standing = standing(site);
            if (failure.isEmpty() && flush.isStopped()) {
                standing.reached();
                wait = standing.trigger(clock.instant()).map(open -> Duration.ZERO);
            } else if (failure.isEmpty() && flush.spent().isPresent() && rule.isPresent()) {
                standing.spent(rule.get(), mayCall, clock.instant());
            } else if (failure.isEmpty()) {
                standing.reached();
                standing.released();
            } else if (rule.isPresent() && !closed) {
                wait = standing.failed(rule.get(), mayCall, clock.instant());
            }
        }
        rounds.ended(site);
        workers.execute(rounds::next);
        wait.ifPresent(delay -> {
            LOG.info("site={} is tried again in {} s", site, delay.toSeconds());
            ScheduledFuture<?> unused =
                    workers.schedule(() -> reconnect(site), delay.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    /** A turn or a detour says nothing of how the site is reached otherwise; who wanted that meanwhile gets it now. */
    private void endedAside(Optional<Turn> turn, Flush flush, Optional<String> failure) {
        SiteName site = flush.site();
        FlushFigures figures = flush.figures();
        Optional<String> reason = failure.or(flush::spent);
        synchronized (this) {
            flushes.remove(site, flush);
        }
        if (turn.map(it -> it.ended(reason)).orElse(true)) {
            chronicle.flushed(flush.trigger(), figures, Duration.between(figures.since(), clock.instant()), reason);
        }
        if (flush.spent().isEmpty()) {
            reconnect(site);
        }
        if (turn.isEmpty()) {
            unasked.arrived(site);
        }
    }

    private void reconnect(SiteName site) {
        Optional<Trigger> trigger;
        synchronized (this) {
            trigger = open(site, clock.instant(), Trigger.Cause.RECONNECT);
        }
        trigger.ifPresent(this::trigger);
    }
}
