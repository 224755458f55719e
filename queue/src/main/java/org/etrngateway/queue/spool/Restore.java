package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;

/**
 * Makes a spool of a backup. It grows in a folder of its own within that of the spool, whose name a start does
 * not know, and is put in its place at the end: a cut leaves no half of a spool. Not thread-safe.
 *
 * <p>The headers of the segments get a new spool id, so that neither the index nor a backup of the spool that
 * was copied is taken for this one's. A last segment without records says from where message ids go on:
 * beyond all that the other spool can have given away since, at another place for each restore.
 */
final class Restore {
    /** In the folder of the spool, while it is not complete. */
    private static final String UNFINISHED = "restore-unfinished";

    /** Ten years at 50 000 messages a second; half a million restores use up all ids. */
    private static final long ID_LEAP = 1L << 44;

    private final Disk disk;
    private final Path from;
    private final SpoolSettings settings;
    private final Progress progress;
    private final SecureRandom random = new SecureRandom();
    private final UUID spool = UUID.randomUUID();
    private long done;
    private long total;

    Restore(Disk disk, Path from, SpoolSettings settings, Progress progress) {
        this.disk = disk;
        this.from = from;
        this.settings = settings;
        this.progress = progress;
    }

    RestoreReport run() throws IOException {
        BackupManifest manifest = BackupManifest.read(disk, from)
                .filter(found -> !found.isEmpty())
                .orElseThrow(() -> new SpoolException("there is no finished backup in " + from));
        // Each file is read twice: to check all of them before anything is written, and to copy it.
        total = 2 * manifest.octets();
        for (BackupManifest.Item item : manifest.items()) {
            check(item);
        }
        disk.createFolder(settings.folder());
        refuseUsed();
        Disk.Lock lock = disk.lock(settings.folder());
        try {
            build(manifest);
        } finally {
            lock.close();
        }
        return new RestoreReport(
                manifest.taken(), manifest.messages(), manifest.items().size(), manifest.octets());
    }

    private void check(BackupManifest.Item item) throws IOException {
        FileCopy sum = new FileCopy();
        try (DiskFile file = disk.open(from.resolve(item.stored()))) {
            sum.read(file, 0, item.length());
        } catch (NoSuchFileException e) {
            throw new SpoolException("the backup is not whole: " + from.resolve(item.stored()) + " is missing", e);
        } catch (DamagedException e) {
            throw new SpoolException("the backup is damaged: " + from.resolve(item.stored()) + " is too short", e);
        }
        if (sum.crc() != item.crc()) {
            throw new SpoolException("the backup is damaged: " + from.resolve(item.stored()) + " has another CRC");
        }
        advance(item);
    }

    private void advance(BackupManifest.Item item) {
        done += item.length();
        progress.at(done, total);
    }

    /** Nothing but what an earlier restore left that was cut. */
    private void refuseUsed() throws IOException {
        boolean cut = disk.exists(unfinished().folder()) && !disk.exists(settings.segments());
        List<String> harmless = cut ? List.of("lock", UNFINISHED, "large") : List.of("lock");
        for (Path file : disk.list(settings.folder())) {
            if (!harmless.contains(file.getFileName().toString())) {
                throw new SpoolException(
                        settings.folder() + " is not empty: a backup is restored into an empty folder");
            }
        }
    }

    private SpoolSettings unfinished() {
        return SpoolSettings.in(settings.folder().resolve(UNFINISHED));
    }

    private void build(BackupManifest manifest) throws IOException {
        SpoolSettings building = unfinished();
        deleteFlat(building.segments());
        deleteFlat(building.large());
        deleteFlat(settings.large());
        disk.createFolder(building.segments());
        disk.createFolder(building.large());
        for (BackupManifest.Item item : manifest.items()) {
            copy(item, building.folder().resolve(item.name()));
            advance(item);
        }
        begin(building, manifest);
        disk.forceFolder(building.segments());
        disk.forceFolder(building.large());
        disk.replace(building.large(), settings.large());
        disk.replace(building.segments(), settings.segments());
        // What says that this is not complete goes when it is.
        disk.forceFolder(settings.folder());
        disk.delete(building.folder());
        disk.forceFolder(settings.folder());
    }

    private void copy(BackupManifest.Item item, Path target) throws IOException {
        FileCopy copy = new FileCopy();
        try (DiskFile source = disk.open(from.resolve(item.stored()));
                DiskFile file = disk.create(target)) {
            long start = 0;
            if (item.isSegment()) {
                SegmentHeader old = SegmentHeader.read(source, target.getFileName());
                file.write(new SegmentHeader(spool, old.number(), old.key(), old.nextId(), old.previous()).encode(), 0);
                start = SegmentHeader.SIZE;
            }
            copy.copy(source, file, start, item.length());
            file.force();
        }
    }

    private void begin(SpoolSettings building, BackupManifest manifest) throws IOException {
        long number = manifest.position().segment();
        SegmentHeader last;
        Path path = building.segments().resolve(SegmentHeader.fileName(number));
        try (DiskFile file = disk.open(path)) {
            last = SegmentHeader.read(file, path.getFileName());
        }
        long nextId = last.nextId() + ID_LEAP + random.nextLong(ID_LEAP);
        LogWriter.create(disk, building, new SegmentHeader(spool, number + 1, random.nextLong(), nextId, number))
                .close();
    }

    /** Deletes a folder and the files in it, if it is there. */
    private void deleteFlat(Path folder) throws IOException {
        if (disk.exists(folder)) {
            for (Path file : disk.list(folder)) {
                disk.delete(file);
            }
            disk.delete(folder);
        }
    }
}
