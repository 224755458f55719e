package org.etrngateway.queue.spool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.index.Course;
import org.etrngateway.queue.index.Unit;

/** Records what became of units. Thread-safe. */
final class Settlement {
    private final Spool spool;

    Settlement(Spool spool) {
        this.spool = spool;
    }

    CompletableFuture<Void> settle(Lease lease, List<Outcome> outcomes, Instant due) {
        UnitKey key = new UnitKey(lease.id().value(), lease.site());
        Set<Integer> ours = Set.copyOf(lease.recipients());
        List<Outcome> about = outcomes.stream()
                .filter(outcome -> ours.contains(outcome.recipient()))
                .toList();
        List<Outcome> ends =
                about.stream().filter(outcome -> outcome.kind().isFinal()).toList();
        Optional<Outcome> deferral =
                about.stream().filter(outcome -> !outcome.kind().isFinal()).findFirst();
        Optional<Unit> held = spool.holdings().beginSettling(key, lease.epoch(), !ends.isEmpty());
        Settled settled = new Settled(key, lease.epoch(), ends, held.flatMap(unit -> deferral), due);
        if (ends.isEmpty()) {
            held.ifPresent(unit -> spool.change(key, settled::after));
            spool.holdings().unlease(key, lease.epoch());
            settled.complete();
        } else if (held.isPresent()) {
            submit(held.get(), settled);
        } else {
            // A fact under a lost lease: the unit may have to be looked up in the rows, and may have moved.
            return CompletableFuture.supplyAsync(() -> recordLate(lease, ends, due), spool.worker())
                    .thenCompose(late -> late);
        }
        return settled.done;
    }

    private CompletionStage<Void> recordLate(Lease lease, List<Outcome> ends, Instant due) {
        List<CompletableFuture<Void>> parts = new ArrayList<>();
        List<Unit> units = spool.ofMessage(lease.id().value());
        Optional<QueueException> blindness = units.isEmpty() ? spool.blindness() : Optional.empty();
        if (blindness.isPresent()) {
            return CompletableFuture.failedFuture(blindness.get());
        }
        for (Unit unit : units) {
            List<Outcome> ofUnit = ends.stream()
                    .filter(outcome -> unit.recipients().contains(outcome.recipient()))
                    .toList();
            if (!ofUnit.isEmpty()) {
                Settled part = new Settled(UnitKey.of(unit), lease.epoch(), ofUnit, Optional.empty(), due);
                submit(unit, part);
                parts.add(part.done);
            }
        }
        return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new));
    }

    private void submit(Unit unit, Settled settled) {
        spool.log().submit(Append.of(RecordType.OUTCOME, unit.id(), () -> settled.record(unit), settled));
    }

    /** Outcomes on their way through the log. */
    private final class Settled implements Append.Then {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final UnitKey key;
        private final long epoch;
        private final List<Outcome> ends;
        private final Optional<Outcome> deferral;
        private final Instant due;
        private Optional<OutcomeRecord> record = Optional.empty();

        Settled(UnitKey key, long epoch, List<Outcome> ends, Optional<Outcome> deferral, Instant due) {
            this.key = key;
            this.epoch = epoch;
            this.ends = ends;
            this.deferral = deferral;
            this.due = due;
        }

        Set<Integer> positions() {
            return ends.stream().map(Outcome::recipient).collect(Collectors.toSet());
        }

        /** The record, as it is to be written now: the message may have been moved since it was settled. */
        byte[] record(Unit unit) {
            Set<Integer> all =
                    new HashSet<>(spool.current(key).orElse(unit).course().done());
            all.addAll(positions());
            OutcomeRecord written = new OutcomeRecord(spool.placeOf(unit), all, ends);
            record = Optional.of(written);
            return written.encode();
        }

        @Override
        public Optional<Fact> fact(Place place) {
            return record.map(written -> Fact.Ended.of(place, key.id(), written));
        }

        @Override
        public void durable(Place place) {
            spool.change(key, this::after);
            spool.holdings().unlease(key, epoch);
        }

        Unit after(Unit unit) {
            Course course = unit.course().ended(positions());
            if (deferral.isPresent()) {
                course =
                        course.deferred(deferral.get().at(), due, deferral.get().reply());
            }
            return unit.with(course);
        }

        @Override
        public void complete() {
            done.complete(null);
        }

        @Override
        public void failed(QueueException reason) {
            spool.holdings().endSettling(key, epoch);
            done.completeExceptionally(reason);
        }
    }
}
