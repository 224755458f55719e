package org.etrngateway.queue.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.index.Course;
import org.etrngateway.queue.index.Stored;
import org.etrngateway.queue.index.Unit;

/**
 * Finds out what became of each message by the rules of the replay, without rows: memory holds the stories
 * of some messages at a time, and the log is read again for the next ones. Not thread-safe.
 */
final class Census implements Fact.Listener {
    /** Some 50 MB of stories; the summaries are read once for so many open messages. */
    private static final int MOST = 100_000;

    private final int most;
    private final boolean endedToo;
    private final TreeMap<Long, Story> stories = new TreeMap<>();
    private long from;
    private long below;

    private Census(int most, boolean endedToo) {
        this.most = most;
        this.endedToo = endedToo;
    }

    /** Tells of the messages that have an open recipient, by id. */
    static void ofOpen(Source source, Visitor visitor) throws IOException {
        take(source, MOST, false, visitor);
    }

    /** Tells of all messages, by id. */
    static void ofAll(Source source, Visitor visitor) throws IOException {
        take(source, MOST, true, visitor);
    }

    /**
     * @param most how many messages are in memory at a time, 1 or more
     */
    static void take(Source source, int most, boolean endedToo, Visitor visitor) throws IOException {
        Census census = new Census(most, endedToo);
        do {
            census.from = census.below;
            census.below = Long.MAX_VALUE;
            census.stories.clear();
            source.tell(census);
            for (Story story : census.stories.values()) {
                if (endedToo || census.isOpen(story)) {
                    visitor.message(message(story));
                }
            }
        } while (census.below != Long.MAX_VALUE);
    }

    @Override
    public void arrived(Fact.Arrived fact) {
        if (fact.id() < from || fact.id() >= below) {
            return;
        }
        stories.computeIfAbsent(fact.id(), absent -> new Story(fact.place())).begin(fact);
        if (stories.size() > most) {
            below = stories.pollLastEntry().getKey();
        }
    }

    @Override
    public void ended(Fact.Ended fact) {
        Optional<Story> story = Optional.ofNullable(stories.get(fact.id()));
        story.ifPresent(it -> it.end(fact));
        if (!endedToo && story.isPresent() && !isOpen(story.get())) {
            stories.remove(fact.id());
        }
    }

    @Override
    public void decided(Fact.Decided fact) {
        Optional.ofNullable(stories.get(fact.id())).ifPresent(story -> story.decide(fact.decision()));
    }

    @Override
    public void paused(Fact.Paused fact) {
        // Of sites, not of messages.
    }

    private boolean isOpen(Story story) {
        return message(story).states().stream().anyMatch(SpooledMessage.State::isOpen);
    }

    private static Message message(Story story) {
        Fact.Arrived arrived = story.told().orElseThrow();
        List<SpooledMessage.State> states = new ArrayList<>();
        IntStream.range(0, arrived.recipients().size())
                .forEach(position -> states.add(state(story, arrived, position)));
        return new Message(new MessageId(arrived.id()), arrived.place(), arrived.size(), arrived.large(), states);
    }

    /** Each recipient is a unit of its own here: which sites there are, the log does not say. */
    private static SpooledMessage.State state(Story story, Fact.Arrived arrived, int position) {
        Stored stored = new Stored(
                arrived.place().segment(),
                arrived.place().offset(),
                arrived.size(),
                arrived.since(),
                arrived.deadline(),
                arrived.notice(),
                arrived.large(),
                Set.of(position),
                Set.of());
        Course course = arrived.begun(arrived.held().contains(position)).ended(arrived.done());
        Unit unit = story.applyTo(new Unit(arrived.id(), SiteName.UNASSIGNED, stored, course));
        if (unit.isDone()) {
            return SpooledMessage.State.ENDED;
        }
        if (unit.course().until().isPresent()) {
            return SpooledMessage.State.ASLEEP;
        }
        return unit.course().held() ? SpooledMessage.State.OPERATOR_HELD : SpooledMessage.State.HELD;
    }

    /**
     * What facts alone say of a message.
     *
     * @param place of its last MESSAGE record
     */
    record Message(MessageId id, Place place, long size, boolean large, List<SpooledMessage.State> states) {
        /** The same with what its record says. */
        SpooledMessage with(MessageRecord record, String segment) {
            return new SpooledMessage(
                    id, record.envelope(), record.subject(), record.size(), large, states, segment, place.offset());
        }
    }

    /** A log that can be told more than once, and says the same each time. */
    @FunctionalInterface
    interface Source {
        void tell(Fact.Listener listener) throws IOException;
    }

    /** Told of messages. */
    @FunctionalInterface
    interface Visitor {
        void message(Message message) throws IOException;
    }
}
