package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.MessageId;

/**
 * A spool as its files show it, without opening the queue: what the tools of an operator read. Nothing is
 * changed unless a method says so, and no lock is taken, so that all of it may run beside a gateway that has
 * the spool: the log is read as it was at one moment ({@link LogView}). Each method reads afresh; two calls
 * may see two states. Thread-safe; everything may block on the disk.
 */
public final class SpoolArchive {
    private final Disk disk;
    private final SpoolSettings settings;

    SpoolArchive(Disk disk, SpoolSettings settings) {
        this.disk = disk;
        this.settings = settings;
    }

    /**
     * The spool in a folder.
     *
     * @throws SpoolException if there is none
     */
    public static SpoolArchive in(Path folder) {
        SpoolSettings settings = SpoolSettings.in(folder);
        if (!Files.isDirectory(settings.segments())) {
            throw new SpoolException("there is no spool in " + folder);
        }
        return new SpoolArchive(new RealDisk(), settings);
    }

    /**
     * The id of the process that has the spool; empty if none does.
     *
     * @throws SpoolException if that cannot be found out
     */
    public Optional<String> holder() {
        return SpoolLock.holderOf(settings.folder());
    }

    /**
     * Reads and compares everything.
     *
     * @throws IOException if the disk cannot be read; what is read and wrong is a finding
     * @throws SpoolException if a newer version has written the spool
     */
    public Soundness verify(Progress progress) throws IOException {
        return new Verification(disk, settings, holder().isPresent(), progress).run();
    }

    /**
     * Tells of all messages that have an open recipient, by id.
     *
     * @throws IOException if the disk cannot be read
     */
    public void list(Visitor visitor) throws IOException {
        try (LogView log = LogView.open(disk, settings)) {
            log.findings().stream().filter(Finding::damage).forEach(visitor::finding);
            Census.ofOpen(log::tell, message -> {
                try {
                    visitor.message(read(log, message));
                } catch (DamagedException e) {
                    visitor.finding(unreadable(message, e));
                }
            });
        }
    }

    private static Finding unreadable(Census.Message message, DamagedException why) {
        Place place = message.place();
        return Finding.damage(
                LogView.name(place.segment()),
                place.offset(),
                "message " + message.id() + " cannot be read: " + why.getMessage());
    }

    /**
     * All that the log tells of a message, also when it is done with and its records are still there.
     *
     * @return empty if the log tells of no such message
     * @throws IOException if the disk or the records cannot be read
     */
    public Optional<MessageHistory> history(MessageId id) throws IOException {
        try (LogView log = LogView.open(disk, settings)) {
            return HistorySearch.find(log, id);
        }
    }

    /**
     * Hands over the content of a message, checked against its CRC: our trace header, then the octets that
     * were accepted.
     *
     * @return false if the log tells of no such message
     * @throws IOException if it cannot be read, is not what was accepted, or the reader throws it
     */
    public boolean content(MessageId id, ContentReader reader) throws IOException {
        try (LogView log = LogView.open(disk, settings);
                LargeFiles files = new LargeFiles(disk, settings)) {
            Optional<Place> place = HistorySearch.place(log, id);
            if (place.isPresent()) {
                try (Content content = log.content(place.get(), files)) {
                    reader.read(content);
                }
            }
            return place.isPresent();
        }
    }

    /**
     * Copies the log up to its last whole record, and the large files of open messages, into a folder that is
     * new, empty, or holds an older backup of this spool; then only what is new is copied. May be cut at any
     * moment: the folder then holds what it held before. One at a time a folder.
     *
     * @throws IOException if a file cannot be read or written
     * @throws SpoolException if the folder cannot be used for this backup; its text says why
     */
    public BackupReport backup(Path to, Clock clock, Progress progress) throws IOException {
        disk.createFolder(to);
        refuseInside(to);
        return new Backup(disk, settings, to, clock, progress).run();
    }

    /** Links are followed: the folder may be the spool's by another name. */
    private void refuseInside(Path to) throws IOException {
        Path folder = to.toRealPath();
        Path spool = settings.folder().toRealPath();
        if (folder.startsWith(spool) || spool.startsWith(folder)) {
            throw new SpoolException("a backup of " + settings.folder() + " must lie beside it, not at " + to);
        }
    }

    /**
     * Makes a spool of a backup, after all of it was checked. The folder must be missing or empty; if this is
     * cut, it may be called again. The spool has an identity of its own, gives away message ids that the one
     * it was a copy of never gives, and makes its index at its first start.
     *
     * @return what the spool holds
     * @throws IOException if a file cannot be read or written
     * @throws SpoolException if the backup is not whole, or the folder is not empty; its text says why
     */
    public static RestoreReport restore(Path from, Path folder, Progress progress) throws IOException {
        return new Restore(new RealDisk(), from, SpoolSettings.in(folder), progress).run();
    }

    /**
     * Reads all that is whole, also in segments whose header is damaged and in quarantine.
     *
     * @param endedToo tell of messages that are done with, too
     * @throws IOException if the disk cannot be read, or the rescuer throws it
     */
    public void salvage(boolean endedToo, Rescuer rescuer) throws IOException {
        Salvage.ofSpool(disk, settings).run(endedToo, rescuer);
    }

    /**
     * Reads all that is whole in one file that is a segment, or a part of one.
     *
     * @param spool the folder of the spool that large contents are looked for in
     * @param endedToo tell of messages that are done with, too
     * @throws IOException if the disk cannot be read, or the rescuer throws it
     */
    public static void salvage(Path file, Path spool, boolean endedToo, Rescuer rescuer) throws IOException {
        Salvage.ofFile(new RealDisk(), file, SpoolSettings.in(spool)).run(endedToo, rescuer);
    }

    /**
     * Sets the index aside, so that the next start makes it anew from the segments. Changes the folder
     * {@code index} alone; attempts are forgotten by that.
     *
     * @throws IOException if it cannot be moved
     * @throws SpoolException if a process has the spool; its text says which
     */
    public void setIndexAside() throws IOException {
        Disk.Lock lock = disk.lock(settings.folder());
        try {
            if (Files.isDirectory(settings.index())) {
                new IndexFolder(disk, settings.index()).setAside();
            }
        } finally {
            lock.close();
        }
    }

    static SpooledMessage read(LogView log, Census.Message message) throws IOException {
        MessageRecord record = MessageRecord.decode(log.frame(message.place()).octets());
        return message.with(record, LogView.name(message.place().segment()));
    }

    /** Told of messages, and of what cannot be read. */
    public interface Visitor {
        void message(SpooledMessage message);

        void finding(Finding finding);
    }

    /** Takes the content of a message; it is closed afterwards. */
    @FunctionalInterface
    public interface ContentReader {
        void read(Content content) throws IOException;
    }

    /** Told of messages that are whole, and of what cannot be read. */
    public interface Rescuer {
        /**
         * @param message its last record and the outcomes that can be read; others may be lost
         * @param content closed afterwards
         */
        void message(SpooledMessage message, Content content) throws IOException;

        void finding(Finding finding);
    }
}
