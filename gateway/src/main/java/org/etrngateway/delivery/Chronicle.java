package org.etrngateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.etrngateway.queue.history.HistoryEntry;
import org.etrngateway.queue.history.HistoryEntry.Kind;
import org.etrngateway.queue.history.HistoryEntry.Work;

/** Tells the history who asked for a site's mail, and how flushes end. Thread-safe; waits for nothing. */
final class Chronicle {
    private final Consumer<HistoryEntry> history;
    private final Clock wall;

    Chronicle(Consumer<HistoryEntry> history, Clock wall) {
        this.history = history;
        this.wall = wall;
    }

    /** A trigger was answered. Only what a site or an operator asks is told: schedules ask all day. */
    void asked(Trigger trigger, TriggerAnswer answer) {
        if (trigger.isAsked()) {
            history.accept(entry(trigger, Kind.ASKED, text(trigger, answer), Work.NONE));
        }
    }

    private static String text(Trigger trigger, TriggerAnswer answer) {
        return trigger.detour()
                .map(detour -> detour.words() + ": " + aside(answer))
                .orElseGet(() -> text(answer));
    }

    private static String aside(TriggerAnswer answer) {
        return switch (answer.kind()) {
            case STARTED -> "started";
            case RUNNING -> "refused: a flush runs";
            default -> text(answer);
        };
    }

    private static String text(TriggerAnswer answer) {
        return switch (answer.kind()) {
            case EMPTY -> "nothing waits";
            case STARTED -> "started, " + answer.waiting() + " wait";
            case RUNNING -> "joined the flush that runs, " + answer.waiting() + " wait";
            case REFUSED -> "refused: " + answer.reason();
        };
    }

    /**
     * A flush is over. One that nobody asked for and that moved nothing is not told: a site that is away is tried
     * again and again.
     *
     * @param trigger what began it
     * @param reason why it ended before all was delivered; empty if it did not
     */
    void flushed(Trigger trigger, FlushFigures figures, Duration lasted, Optional<String> reason) {
        Work work = new Work(figures.delivered(), figures.deferred(), figures.failed(), figures.bytes(), lasted);
        boolean moved = work.delivered() + work.deferred() + work.failed() > 0;
        if (moved || trigger.isAsked()) {
            history.accept(entry(trigger, Kind.FLUSHED, reason.orElse(HistoryEntry.WELL), work));
        }
    }

    private HistoryEntry entry(Trigger trigger, Kind kind, String result, Work work) {
        return new HistoryEntry(
                wall.instant(),
                trigger.site(),
                kind,
                trigger.cause().name(),
                trigger.by(),
                result,
                work,
                trigger.why());
    }
}
