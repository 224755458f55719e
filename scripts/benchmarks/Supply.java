import java.nio.ByteBuffer;
import java.util.function.LongPredicate;

/** The messages that the connections of a {@link Generator} share, until there are no more. For one thread. */
final class Supply {
    private final Messages messages;
    private final LongPredicate more;
    private final Tally tally;
    private long begun;

    private Supply(Messages messages, LongPredicate more, Tally tally) {
        this.messages = messages;
        this.more = more;
        this.tally = tally;
    }

    static Supply ofMessages(long number, Messages messages) {
        return new Supply(messages, begun -> begun < number, Tally.uncounted());
    }

    /** @param end by {@link System#nanoTime} */
    static Supply until(long end, Messages messages, Tally tally) {
        return new Supply(messages, begun -> System.nanoTime() < end, tally);
    }

    boolean hasNext() {
        return more.test(begun);
    }

    /** Begins a message. */
    ByteBuffer envelope() {
        return messages.envelope(begun++);
    }

    ByteBuffer content() {
        return messages.content();
    }

    /** @param sentAt when its content was sent */
    void accepted(long sentAt) {
        tally.accepted(sentAt, System.nanoTime());
    }
}
