package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Copies a spool that may be in use. A {@linkplain LogView view} of the log stays readable while it is copied,
 * whatever is dropped meanwhile; only the file of a large message may vanish when the message ends, and then
 * the log is looked at again from a newer position, until a pass had all that it needed.
 *
 * <p>What lies in the backup is never changed, only added to: a closed segment is immutable, and the newest
 * one grows at its end. If the start of a segment is not what was copied (the gateway took back records that
 * found no room), the copy gets another name. So the manifest before stays true until the new one replaces
 * it, and a cut costs nothing but the work. What no manifest needs is deleted after that. Not thread-safe.
 */
final class Backup {
    private final Disk disk;
    private final SpoolSettings settings;
    private final Path to;
    private final Clock clock;
    private final Progress progress;
    private final Map<String, BackupManifest.Item> items = new TreeMap<>();
    private long stillOpen;
    private long copied;

    Backup(Disk disk, SpoolSettings settings, Path to, Clock clock, Progress progress) {
        this.disk = disk;
        this.settings = settings;
        this.to = to;
        this.clock = clock;
        this.progress = progress;
    }

    BackupReport run() throws IOException {
        disk.createFolder(to);
        Optional<BackupManifest> before = BackupManifest.read(disk, to);
        if (before.isEmpty() && !isUnused()) {
            throw new SpoolException(to + " is neither empty nor a backup");
        }
        Disk.Lock lock = disk.lock(to);
        try {
            return run(before);
        } finally {
            lock.close();
        }
    }

    private boolean isUnused() throws IOException {
        return disk.list(to).stream()
                .allMatch(file -> file.getFileName().toString().equals("lock"));
    }

    private BackupReport run(Optional<BackupManifest> before) throws IOException {
        begin(before);
        Set<Long> missed = Set.of();
        for (int passes = 1; ; passes++) {
            try (LogView log = LogView.open(disk, settings)) {
                Pass pass = new Pass(log, clock.instant());
                pass.run();
                // One that was missing before the log was looked at again is not there at all.
                if (missed.containsAll(pass.missing)) {
                    return finish(pass, passes);
                }
                missed = pass.missing;
            }
        }
    }

    private void begin(Optional<BackupManifest> before) throws IOException {
        UUID spool = spool();
        if (before.isPresent() && !before.get().spool().equals(spool)) {
            throw new SpoolException(to + " holds the backup of another spool");
        }
        disk.createFolder(to.resolve("segments"));
        disk.createFolder(to.resolve("large"));
        if (before.isEmpty()) {
            BackupManifest.empty(spool).write(disk, to);
        } else {
            before.get().items().forEach(item -> items.put(item.name(), item));
            stillOpen = before.get().position().segment();
        }
    }

    private UUID spool() throws IOException {
        try (LogView log = LogView.open(disk, settings)) {
            return log.newest()
                    .orElseThrow(() -> new SpoolException("no segment can be read in " + settings.segments()))
                    .header()
                    .spool();
        }
    }

    private BackupReport finish(Pass pass, int passes) throws IOException {
        disk.forceFolder(to.resolve("segments"));
        disk.forceFolder(to.resolve("large"));
        BackupManifest manifest = pass.manifest();
        manifest.write(disk, to);
        deleteOthers(manifest);
        return new BackupReport(
                LogView.name(manifest.position().segment()),
                manifest.position().offset(),
                manifest.taken(),
                manifest.messages(),
                manifest.octets(),
                copied,
                passes,
                pass.findings());
    }

    private void deleteOthers(BackupManifest manifest) throws IOException {
        Set<String> needed =
                manifest.items().stream().map(BackupManifest.Item::stored).collect(Collectors.toSet());
        for (String folder : List.of("segments", "large")) {
            for (Path file : disk.list(to.resolve(folder))) {
                if (!needed.contains(folder + "/" + file.getFileName())) {
                    disk.delete(file);
                }
            }
        }
    }

    /** One look at the log, and what it needs. */
    private final class Pass {
        private final LogView log;
        private final Instant taken;
        private final List<BackupManifest.Item> needed = new ArrayList<>();
        private final List<Finding> findings = new ArrayList<>();
        private final Set<Long> missing = new HashSet<>();
        private Place position = new Place(0, 0);
        private long messages;
        private long done;
        private long total;

        Pass(LogView log, Instant taken) {
            this.log = log;
            this.taken = taken;
        }

        void run() throws IOException {
            total = log.octets();
            // First what may vanish.
            Census.ofOpen(log::tell, this::message);
            for (Segment segment : log.all()) {
                segment(segment);
            }
        }

        BackupManifest manifest() {
            UUID spool = log.newest().orElseThrow().header().spool();
            return new BackupManifest(spool, position, taken, messages, needed);
        }

        List<Finding> findings() {
            List<Finding> all = new ArrayList<>(log.findings());
            all.removeIf(finding -> !finding.damage());
            all.addAll(findings);
            missing.forEach(id -> all.add(Finding.damage(
                    "large/" + LargeFiles.name(id), "missing; it is the content of a message that is held")));
            return all;
        }

        private void message(Census.Message message) throws IOException {
            messages++;
            if (!message.large()) {
                return;
            }
            total += message.size();
            String name = "large/" + message.id();
            try {
                if (!items.containsKey(name)) {
                    items.put(name, copyLarge(message, name));
                }
                use(items.get(name));
            } catch (NoSuchFileException e) {
                missing.add(message.id().value());
            }
        }

        private BackupManifest.Item copyLarge(Census.Message message, String name) throws IOException {
            FileCopy copy = new FileCopy();
            try (DiskFile from = FixedFile.open(disk.open(settings.folder().resolve(name)))) {
                write(from, name, copy, from.size());
                int accepted = MessageRecord.decode(log.frame(message.place()).octets())
                        .largeCrc()
                        .orElse(0);
                if (from.size() != message.size() || copy.crc() != accepted) {
                    findings.add(Finding.damage(name, "not what was accepted; it was copied as it is"));
                }
                return new BackupManifest.Item(name, name, from.size(), copy.crc());
            }
        }

        private void segment(Segment segment) throws IOException {
            long number = segment.header().number();
            boolean isNewest = log.newest().orElseThrow() == segment;
            long length = isNewest ? endOf(segment) : segment.file().size();
            String name = LogView.name(number);
            Optional<BackupManifest.Item> known = Optional.ofNullable(items.get(name));
            if (known.isEmpty() || known.get().length() != length || number == stillOpen) {
                items.put(name, copySegment(segment.file(), name, known, length));
            }
            if (isNewest) {
                position = new Place(number, length);
                stillOpen = number;
            }
            use(items.get(name));
        }

        /** Where the last whole record ends. */
        private static long endOf(Segment segment) throws IOException {
            SegmentReader reader = new SegmentReader(segment, SegmentHeader.SIZE, true, (from, to) -> {});
            Optional<Frame> frame = reader.next();
            while (frame.isPresent()) {
                frame = reader.next();
            }
            return reader.position();
        }

        private BackupManifest.Item copySegment(
                DiskFile from, String name, Optional<BackupManifest.Item> known, long length) throws IOException {
            FileCopy copy = new FileCopy();
            if (known.isEmpty()) {
                write(from, name, copy, length);
                return new BackupManifest.Item(name, name, length, copy.crc());
            }
            BackupManifest.Item old = known.get();
            copy.read(from, 0, Math.min(old.length(), length));
            if (copy.crc() == old.crc() && old.length() <= length) {
                append(from, old, copy, length);
                return new BackupManifest.Item(name, old.stored(), length, copy.crc());
            }
            String other = old.stored() + "-";
            FileCopy anew = new FileCopy();
            write(from, other, anew, length);
            return new BackupManifest.Item(name, other, length, anew.crc());
        }

        private void write(DiskFile from, String stored, FileCopy copy, long length) throws IOException {
            // What a cut backup left.
            disk.delete(to.resolve(stored));
            try (DiskFile file = disk.create(to.resolve(stored))) {
                copy.copy(from, file, 0, length);
                file.force();
            }
            copied += length;
        }

        private void append(DiskFile from, BackupManifest.Item old, FileCopy copy, long length) throws IOException {
            try (DiskFile file = disk.open(to.resolve(old.stored()))) {
                file.truncate(old.length());
                copy.copy(from, file, old.length(), length);
                file.force();
            }
            copied += length - old.length();
        }

        private void use(BackupManifest.Item item) {
            needed.add(item);
            done += item.length();
            progress.at(done, total);
        }
    }
}
