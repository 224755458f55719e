package org.etrngateway.queue.spool;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.index.Unit;

/** Carries out what operators decide, and what the clock does. Thread-safe. */
final class Orders {
    /** Whose wish it is that the clock fulfils. */
    private static final String SENDER = "the sender";

    private final Spool spool;
    private final Set<SiteName> paused;

    Orders(Spool spool) {
        this.spool = spool;
        this.paused = new HashSet<>(spool.holdings().paused());
    }

    CompletableFuture<Void> apply(Directive directive) {
        // Java 17 has no pattern switch; the hierarchy is sealed and small.
        if (directive instanceof Directive.Pause pause) {
            return pause(pause.site(), true, pause.by());
        } else if (directive instanceof Directive.Resume resume) {
            return pause(resume.site(), false, resume.by());
        } else if (directive instanceof Directive.Hold hold) {
            return change(hold.id(), hold.site(), hold.by(), unit -> Decision.held(unit, true));
        } else if (directive instanceof Directive.Release release) {
            return change(release.id(), release.site(), release.by(), unit -> Decision.held(unit, false));
        } else {
            Directive.SetPriority set = (Directive.SetPriority) directive;
            return change(set.id(), set.site(), set.by(), unit -> Decision.priority(unit, set.priority()));
        }
    }

    /** A sender's time has come: the unit is let go, unless an operator has decided about it meanwhile. */
    CompletableFuture<Void> wake(Unit unit) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (spool.current(UnitKey.of(unit))
                .filter(now -> now.course().until().isPresent())
                .isPresent()) {
            submit(unit, Decision.held(unit.recipients(), false), SENDER, done);
        } else {
            done.complete(null);
        }
        return done;
    }

    /** The sender of a unit knows that it is late. */
    CompletableFuture<Void> late(MessageId id, SiteName site) {
        return change(id, site, SENDER, Decision::late);
    }

    private synchronized CompletableFuture<Void> pause(SiteName site, boolean now, String by) {
        if (now) {
            paused.add(site);
        } else {
            paused.remove(site);
        }
        SiteRecord record = new SiteRecord(Set.copyOf(paused), by);
        Order order =
                new Order(new CompletableFuture<>(), place -> spool.holdings().pause(site, now));
        order.says(place -> new Fact.Paused(place, record.paused()));
        // Submitted under the lock: each record says of all sites what those before it said.
        spool.log().submit(Append.of(RecordType.SITE, 0, record::encode, order));
        return order.done;
    }

    private CompletableFuture<Void> change(
            MessageId id, SiteName site, String by, Function<Set<Integer>, Decision> decide) {
        UnitKey key = new UnitKey(id.value(), site);
        CompletableFuture<Void> done = new CompletableFuture<>();
        spool.worker().execute(() -> {
            Optional<Unit> unit = spool.current(key);
            unit.ifPresent(found -> submit(found, decide.apply(found.recipients()), by, done));
            if (unit.isEmpty()) {
                spool.blindness().ifPresentOrElse(done::completeExceptionally, () -> done.complete(null));
            }
        });
        return done;
    }

    private void submit(Unit unit, Decision decision, String by, CompletableFuture<Void> done) {
        Order order = new Order(
                done, place -> spool.change(UnitKey.of(unit), now -> now.with(decision.applyTo(now.course()))));
        order.says(place -> new Fact.Decided(place, unit.id(), spool.placeOf(unit), decision));
        spool.log()
                .submit(Append.of(
                        RecordType.UNIT,
                        unit.id(),
                        () -> new UnitRecord(spool.placeOf(unit), decision, by).encode(),
                        order));
    }

    /** A decision on its way through the log. */
    private static final class Order implements Append.Then {
        private final CompletableFuture<Void> done;
        private final Consumer<Place> effect;
        private Optional<Function<Place, Fact>> fact = Optional.empty();

        Order(CompletableFuture<Void> done, Consumer<Place> effect) {
            this.done = done;
            this.effect = effect;
        }

        void says(Function<Place, Fact> what) {
            fact = Optional.of(what);
        }

        @Override
        public Optional<Fact> fact(Place place) {
            return fact.map(says -> says.apply(place));
        }

        @Override
        public void durable(Place place) {
            effect.accept(place);
        }

        @Override
        public void complete() {
            done.complete(null);
        }

        @Override
        public void failed(QueueException reason) {
            done.completeExceptionally(reason);
        }
    }
}
