package org.etrngateway.queue.spool;

import java.nio.file.Path;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MailQueueContract;
import org.etrngateway.queue.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The spool keeps the contract, over clean ends and starts. */
class SpoolQueueContractTest implements MailQueueContract {
    private final MutableClock clock = new MutableClock();

    @TempDir
    private Path folder;

    private MailQueue queue;

    @BeforeEach
    void open() {
        queue = SpoolQueue.open(SpoolSettings.in(folder.resolve("spool")), DIRECTORY, QUOTAS, clock, () -> {});
    }

    @AfterEach
    void close() {
        queue.close();
    }

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
        close();
        open();
    }
}
