package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where octets go that should be records and are not, each with a note, so that nothing that was accepted
 * is thrown away unseen. What lies there already is not copied again: a start may be repeated.
 */
final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final int CHUNK = 1 << 20;

    /** How the names of notes end. */
    static final String NOTE = ".txt";

    private final Disk disk;
    private final Path folder;

    Quarantine(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** Copies a region of a segment, which stays as it is. */
    void copy(Segment segment, long from, long to, String why) throws IOException {
        String file = SegmentHeader.fileName(segment.header().number());
        LOG.error("{}: {} octets at {} are no record, a message may be lost: {}", file, to - from, from, why);
        String name = file + "-" + from;
        if (!disk.exists(note(name))) {
            disk.createFolder(folder);
            copy(segment.file(), from, to, folder.resolve(name));
            note(name, "segment " + file, from, to - from, why);
        }
    }

    /** Moves a whole file here. */
    void move(Path file, String why) throws IOException {
        String name = file.getFileName().toString();
        LOG.error("{} is put into quarantine, messages may be lost: {}", file, why);
        disk.createFolder(folder);
        note(name, "file " + name, 0, size(file), why);
        disk.replace(file, folder.resolve(name));
        disk.forceFolder(folder);
        disk.forceFolder(file.getParent());
    }

    private long size(Path file) throws IOException {
        try (DiskFile open = disk.open(file)) {
            return open.size();
        }
    }

    private void copy(DiskFile source, long from, long to, Path copy) throws IOException {
        disk.delete(copy);
        try (DiskFile target = disk.create(copy)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            for (long at = from; at < to; at += CHUNK) {
                chunk.clear().limit((int) Math.min(CHUNK, to - at));
                source.read(chunk, at);
                target.write(chunk.flip(), at - from);
            }
            target.force();
        }
    }

    private Path note(String name) {
        return folder.resolve(name + NOTE);
    }

    /** Written last: a copy without a note is made again. */
    private void note(String name, String what, long offset, long length, String why) throws IOException {
        String text = what + "\noffset " + offset + "\nlength " + length + "\nwhy " + why + "\n";
        disk.delete(note(name));
        try (DiskFile file = disk.create(note(name))) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
            file.force();
        }
        disk.forceFolder(folder);
    }
}
