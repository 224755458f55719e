package org.etrngateway.queue.history;

/**
 * What came for a site and went to it in some time. Immutable.
 *
 * @param asked how often the site, or an operator for it, asked for its mail
 * @param flushes that moved mail or that somebody asked for
 * @param delivered recipients that the site took; likewise the others
 * @param octetsOut of content that the site answered
 * @param messagesIn that were accepted for the site
 * @param octetsIn of these
 */
public record Figures(
        long asked,
        long flushes,
        long delivered,
        long deferred,
        long failed,
        long octetsOut,
        long messagesIn,
        long octetsIn) {
    /** Nothing. */
    public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0);

    /** What mail that came adds. */
    public static Figures in(long messages, long octets) {
        return new Figures(0, 0, 0, 0, 0, 0, messages, octets);
    }

    /** What an entry adds. */
    static Figures of(HistoryEntry entry) {
        HistoryEntry.Work work = entry.work();
        return switch (entry.kind()) {
            case ASKED -> new Figures(1, 0, 0, 0, 0, 0, 0, 0);
            case FLUSHED -> new Figures(0, 1, work.delivered(), work.deferred(), work.failed(), work.octets(), 0, 0);
            case ORDERED -> NONE;
        };
    }

    /** Both together. */
    public Figures plus(Figures other) {
        return new Figures(
                asked + other.asked,
                flushes + other.flushes,
                delivered + other.delivered,
                deferred + other.deferred,
                failed + other.failed,
                octetsOut + other.octetsOut,
                messagesIn + other.messagesIn,
                octetsIn + other.octetsIn);
    }
}
