package org.etrngateway.queue;

/** The fixture keeps the contract that it stands in for. */
class MemoryQueueTest implements MailQueueContract {
    private final MutableClock clock = new MutableClock();
    private final MemoryQueue queue = new MemoryQueue(DIRECTORY, QUOTAS, clock);

    @Override
    public MailQueue queue() {
        return queue;
    }

    @Override
    public MutableClock clock() {
        return clock;
    }

    @Override
    public void restart() {
        // It has no store: all that ends is the leases.
        queue.endLeases();
    }
}
