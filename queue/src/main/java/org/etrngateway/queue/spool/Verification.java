package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.etrngateway.queue.MessageId;

/**
 * Reads all of a spool and compares it with itself: records with their CRCs, summaries with the records they
 * sum up, large files with their messages, the checkpoint with the log. Changes nothing. Beside a running
 * gateway the log is judged as it was at one moment; what came or went meanwhile is no damage. Not
 * thread-safe.
 */
final class Verification {
    private final Disk disk;
    private final SpoolSettings settings;
    private final boolean running;
    private final Progress progress;
    private final List<Finding> findings = new ArrayList<>();
    private long records;
    private long messages;
    private long octets;
    private long total;
    private int largeFiles;

    /**
     * @param running another process has the spool: files may come and go
     */
    Verification(Disk disk, SpoolSettings settings, boolean running, Progress progress) {
        this.disk = disk;
        this.settings = settings;
        this.running = running;
        this.progress = progress;
    }

    Soundness run() throws IOException {
        Path file = settings.index().resolve(CheckpointFile.NAME);
        boolean there = disk.exists(file);
        // Before the log: of one that is taken meanwhile, the log as it was says nothing.
        Optional<Checkpoint> checkpoint = there ? new CheckpointFile(disk, settings).read() : Optional.empty();
        int segments;
        try (LogView log = LogView.open(disk, settings)) {
            segments = log.all().size();
            total = log.octets();
            findings.addAll(log.findings());
            reportGaps(log);
            for (Segment segment : log.all()) {
                read(segment, log.newest().orElseThrow() == segment);
            }
            readLargeFiles(log);
            checkpoint.ifPresent(it -> compare(it, log));
        }
        if (there && checkpoint.isEmpty()) {
            findings.add(Finding.note("index/" + CheckpointFile.NAME, "cannot be used: the next start reads all"));
        }
        reportQuarantine();
        return new Soundness(segments, records, messages, octets, largeFiles, findings);
    }

    /** The oldest segments go, in their order: what is left has no gap. */
    private void reportGaps(LogView log) {
        log.all().stream().skip(1).map(segment -> segment.header().previous()).forEach(previous -> {
            if (!log.has(previous)) {
                findings.add(Finding.damage(LogView.name(previous), "missing; what only it knew of is lost"));
            }
        });
    }

    private void read(Segment segment, boolean isNewest) throws IOException {
        new SegmentCheck(segment, isNewest, findings::add, frame -> {
                    records++;
                    progress.at(octets + frame.end(), total);
                })
                .run();
        octets += segment.file().size();
    }

    private void readLargeFiles(LogView log) throws IOException {
        Map<Long, Census.Message> missing = new TreeMap<>();
        Set<Long> needed = new HashSet<>();
        try (LargeFiles files = new LargeFiles(disk, settings)) {
            Census.ofOpen(log::tell, message -> {
                messages++;
                if (message.large()) {
                    needed.add(message.id().value());
                    if (!isThere(log, message, files)) {
                        missing.put(message.id().value(), message);
                    }
                }
            });
        }
        if (!missing.isEmpty() && running) {
            forgetEnded(missing);
        }
        missing.forEach((id, message) -> findings.add(
                Finding.damage(large(message.id()), "missing; it is the content of a message that is held")));
        reportStrangers(needed);
    }

    /** False if the file is missing; other faults are reported here. */
    private boolean isThere(LogView log, Census.Message message, LargeFiles files) throws IOException {
        try {
            log.content(message.place(), files).close();
            largeFiles++;
            octets += message.size();
            total += message.size();
            progress.at(octets, total);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            findings.add(Finding.damage(large(message.id()), e.getMessage()));
        }
        return true;
    }

    /** A message that has ended since the log was opened took its file with it. */
    private void forgetEnded(Map<Long, Census.Message> missing) throws IOException {
        Set<Long> open = new HashSet<>();
        try (LogView now = LogView.open(disk, settings)) {
            Census.ofOpen(now::tell, message -> {
                if (missing.containsKey(message.id().value())) {
                    open.add(message.id().value());
                }
            });
        }
        missing.keySet().retainAll(open);
    }

    private void reportStrangers(Set<Long> needed) throws IOException {
        if (!disk.exists(settings.large())) {
            return;
        }
        boolean damaged = findings.stream().anyMatch(Finding::damage);
        for (Path file : disk.list(settings.large())) {
            long id = LargeFiles.idOf(file);
            String name = "large/" + file.getFileName();
            if (id == 0) {
                findings.add(Finding.note(name, "no content; nothing reads it"));
            } else if (!needed.contains(id)) {
                findings.add(Finding.note(name, "of no message that can be read: " + fate(damaged)));
            }
        }
    }

    private String fate(boolean damaged) {
        if (running) {
            return "it is coming in, or was going";
        }
        return damaged ? "its record may be damaged" : "the next start deletes it";
    }

    private static String large(MessageId id) {
        return "large/" + id;
    }

    private void compare(Checkpoint checkpoint, LogView log) {
        String name = "index/" + CheckpointFile.NAME;
        Optional<Segment> newest = log.newest();
        if (newest.isPresent() && !newest.get().header().spool().equals(checkpoint.spool())) {
            findings.add(Finding.damage(name, "of another spool"));
            return;
        }
        long segment = checkpoint.position().segment();
        if (!log.has(segment) && !running) {
            findings.add(Finding.damage(name, "its segment is missing: " + LogView.name(segment)));
        }
        new TreeMap<>(checkpoint.snapshot().segments().totals()).forEach((number, total) -> {
            if (total.units() > 0 && !log.has(number) && !running) {
                findings.add(Finding.damage(
                        name,
                        "needs " + total.units() + " messages of " + LogView.name(number) + ", which cannot be read"));
            }
        });
    }

    private void reportQuarantine() throws IOException {
        if (!disk.exists(settings.quarantine())) {
            return;
        }
        for (Path file : disk.list(settings.quarantine())) {
            if (!file.toString().endsWith(Quarantine.NOTE)) {
                findings.add(Finding.damage(
                        "quarantine/" + file.getFileName(),
                        Files.size(file) + " octets that a start put aside: salvage, then delete"));
            }
        }
    }
}
