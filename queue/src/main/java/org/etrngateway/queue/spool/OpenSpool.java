package org.etrngateway.queue.spool;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.etrngateway.queue.index.IndexException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a spool and closes it again, each part in its order. */
final class OpenSpool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSpool.class);

    private final Disk.Lock lock;
    private final IndexFolder indexes;
    private final Checkpoints checkpoints;
    private final ExecutorService worker;
    private final Compaction compaction;
    private final Spool parts;
    private boolean closed;

    private OpenSpool(
            Disk.Lock lock,
            IndexFolder indexes,
            Checkpoints checkpoints,
            ExecutorService worker,
            Compaction compaction,
            Spool parts) {
        this.lock = lock;
        this.indexes = indexes;
        this.checkpoints = checkpoints;
        this.worker = worker;
        this.compaction = compaction;
        this.parts = parts;
    }

    static OpenSpool open(
            Disk disk, SpoolSettings settings, Directory directory, Holdings holdings, Clock clock, Runnable onFault) {
        try {
            disk.createFolder(settings.folder());
            disk.createFolder(settings.segments());
            disk.createFolder(settings.large());
            disk.createFolder(settings.transactions());
            disk.createFolder(settings.index());
        } catch (IOException e) {
            throw new SpoolException("cannot make the spool " + settings.folder() + ": " + DiskErrors.inWords(e), e);
        }
        Disk.Lock lock = disk.lock(settings.folder());
        try {
            return start(disk, settings, directory, holdings, clock, onFault, lock);
        } catch (IOException e) {
            lock.close();
            throw new SpoolException("cannot open the spool " + settings.folder() + ": " + DiskErrors.inWords(e), e);
        } catch (IndexException e) {
            lock.close();
            throw new SpoolException("cannot open the spool " + settings.folder() + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static OpenSpool start(
            Disk disk,
            SpoolSettings settings,
            Directory directory,
            Holdings holdings,
            Clock clock,
            Runnable onFault,
            Disk.Lock lock)
            throws IOException {
        Recovered found = new Recovery(settings, disk, directory).run();
        holdings.restore(found.snapshot());
        LargeFiles files = new LargeFiles(disk, settings);
        MessageIds ids = new MessageIds(found.nextId());
        Space space = new Space(disk, settings);
        space.look();
        Quarantine quarantine = new Quarantine(disk, settings.quarantine());
        Upkeep upkeep = new Upkeep(found, holdings, files, quarantine, space);
        IndexFeed feed = new IndexFeed(holdings, found.index(), upkeep);
        LogWriter writer = new LogWriter(disk, settings, found.segments(), found.newest());
        CommitLog log = new CommitLog(writer, feed, ids::next, () -> SiteRecord.of(holdings.paused()), onFault);
        Checkpoints checkpoints = new Checkpoints(
                found, new CheckpointFile(disk, settings), holdings, log, ids, settings.checkpointRecords());
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "spool-worker"));
        Spool parts = new Spool(
                clock,
                holdings,
                found.segments(),
                files,
                log,
                feed,
                ids,
                space,
                new DirectoryHolder(directory),
                Transactions.open(disk, settings, clock, found.segments()),
                worker);
        log.start();
        Assignment assignment = new Assignment(parts);
        feed.start(checkpoints, assignment::resumeLater);
        if (found.moved()) {
            assignment.enforce(directory);
        }
        Compaction compaction = new Compaction(parts, quarantine, settings.slackBytes());
        found.segments().onAdded(compaction::wake);
        compaction.start();
        return new OpenSpool(lock, new IndexFolder(disk, settings.index()), checkpoints, worker, compaction, parts);
    }

    Spool parts() {
        return parts;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        worker.shutdown();
        parts.transactions().close();
        compaction.close();
        parts.files().close();
        parts.log().close();
        boolean complete = parts.feed().finish();
        try {
            if (complete) {
                checkpoints.takeLast(indexes);
            } else {
                checkpoints.takeNone();
            }
            parts.segments().close();
        } catch (IOException | IndexException e) {
            LOG.warn("the spool did not close cleanly: {}", e.getMessage());
        }
        lock.close();
    }
}
