package org.etrngateway.queue.spool;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.index.Course;
import org.etrngateway.queue.index.Unit;

/** Carries out what operators decide. Thread-safe. */
final class Orders {
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
            return change(hold.id(), hold.site(), hold.by(), course -> course.withHeld(true));
        } else if (directive instanceof Directive.Release release) {
            return change(release.id(), release.site(), release.by(), course -> course.withHeld(false));
        } else {
            Directive.SetPriority set = (Directive.SetPriority) directive;
            return change(set.id(), set.site(), set.by(), course -> course.withPriority(set.priority()));
        }
    }

    private synchronized CompletableFuture<Void> pause(SiteName site, boolean now, String by) {
        if (now) {
            paused.add(site);
        } else {
            paused.remove(site);
        }
        SiteRecord record = new SiteRecord(Set.copyOf(paused), by);
        Order order = new Order(place -> spool.holdings().pause(site, now));
        order.says(place -> new Fact.Paused(place, record.paused()));
        // Submitted under the lock: each record says of all sites what those before it said.
        spool.log().submit(Append.of(RecordType.SITE, 0, record.encode(), order));
        return order.done;
    }

    private CompletableFuture<Void> change(MessageId id, SiteName site, String by, UnaryOperator<Course> how) {
        UnitKey key = new UnitKey(id.value(), site);
        Order order = new Order(place -> become(key, place, how));
        spool.worker().execute(() -> {
            Optional<Unit> unit = spool.current(key);
            unit.ifPresent(found -> submit(found, how.apply(found.course()), by, order));
            if (unit.isEmpty()) {
                order.complete();
            }
        });
        return order.done;
    }

    private void submit(Unit unit, Course course, String by, Order order) {
        Place message = Place.of(unit);
        UnitRecord record = new UnitRecord(message, unit.recipients(), course.held(), course.priority(), by);
        order.says(place -> Fact.Decided.of(place, unit.id(), record));
        spool.log().submit(Append.of(RecordType.UNIT, unit.id(), record.encode(), order));
    }

    private void become(UnitKey key, Place place, UnaryOperator<Course> how) {
        spool.current(key).ifPresent(unit -> {
            spool.refer(place, unit.stored().segment());
            spool.holdings().change(unit, unit.with(how.apply(unit.course())));
            spool.feed().wake();
        });
    }

    /** A decision on its way through the log. */
    private static final class Order implements Append.Then {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final Consumer<Place> effect;
        private Optional<Function<Place, Fact>> fact = Optional.empty();

        Order(Consumer<Place> effect) {
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
