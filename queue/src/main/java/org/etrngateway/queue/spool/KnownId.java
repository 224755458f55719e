package org.etrngateway.queue.spool;

/** Finds out whether the log tells of a message. Not thread-safe. */
final class KnownId implements Fact.Listener {
    private final long id;
    private boolean met;

    KnownId(long id) {
        this.id = id;
    }

    boolean isMet() {
        return met;
    }

    @Override
    public void arrived(Fact.Arrived fact) {
        met |= fact.id() == id;
    }

    @Override
    public void ended(Fact.Ended fact) {
        met |= fact.id() == id;
    }

    @Override
    public void decided(Fact.Decided fact) {
        met |= fact.id() == id;
    }

    @Override
    public void paused(Fact.Paused fact) {
        // Of sites, not of messages.
    }
}
