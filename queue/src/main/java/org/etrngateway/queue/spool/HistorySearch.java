package org.etrngateway.queue.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Outcome;

/** Collects what the records of one message say. Not thread-safe. */
final class HistorySearch implements Fact.Listener {
    private final LogView log;
    private final long id;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<MessageHistory.Decision> decisions = new ArrayList<>();

    private HistorySearch(LogView log, MessageId id) {
        this.log = log;
        this.id = id.value();
    }

    /** Empty if the log does not tell of such a message. */
    static Optional<MessageHistory> find(LogView log, MessageId id) throws IOException {
        Optional<Census.Message> found = message(log, id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        HistorySearch search = new HistorySearch(log, id);
        log.tell(search);
        SpooledMessage message = SpoolArchive.read(log, found.get());
        return Optional.of(new MessageHistory(message, search.outcomes, search.decisions));
    }

    /** Where the last MESSAGE record of a message lies; empty if the log does not tell of it. */
    static Optional<Place> place(LogView log, MessageId id) throws IOException {
        return message(log, id).map(Census.Message::place);
    }

    private static Optional<Census.Message> message(LogView log, MessageId id) throws IOException {
        List<Census.Message> found = new ArrayList<>();
        Census.ofAll(listener -> log.tell(new OneMessage(id.value(), listener)), found::add);
        return found.stream().findFirst();
    }

    @Override
    public void arrived(Fact.Arrived fact) {
        // The last one was found before.
    }

    @Override
    public void ended(Fact.Ended fact) throws IOException {
        if (fact.id() == id) {
            outcomes.addAll(OutcomeRecord.decode(octets(fact.place())).outcomes());
        }
    }

    @Override
    public void decided(Fact.Decided fact) throws IOException {
        if (fact.id() == id) {
            UnitRecord record = UnitRecord.decode(octets(fact.place()));
            Decision decision = record.decision();
            decisions.add(new MessageHistory.Decision(
                    decision.recipients(), decision.held(), decision.priority(), decision.late(), record.by()));
        }
    }

    @Override
    public void paused(Fact.Paused fact) {
        // Of sites, not of messages.
    }

    private byte[] octets(Place place) throws IOException {
        return log.frame(place).octets();
    }

    /** Lets pass what is said of one message. */
    private record OneMessage(long id, Fact.Listener to) implements Fact.Listener {
        @Override
        public void arrived(Fact.Arrived fact) throws IOException {
            if (fact.id() == id) {
                to.arrived(fact);
            }
        }

        @Override
        public void ended(Fact.Ended fact) throws IOException {
            if (fact.id() == id) {
                to.ended(fact);
            }
        }

        @Override
        public void decided(Fact.Decided fact) throws IOException {
            if (fact.id() == id) {
                to.decided(fact);
            }
        }

        @Override
        public void paused(Fact.Paused fact) {
            // Of sites, not of messages.
        }
    }
}
