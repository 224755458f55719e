package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The file {@code manifest} of a backup, lines of text: what belongs to the backup, and up to which octet. It
 * is replaced in one step when all that it names is durable, so the folder is always the backup that it says,
 * whatever else lies there. The last line is the CRC-32C of those before it. Immutable.
 *
 * @param position up to where the log was copied; offset 0: no backup was finished yet
 * @param taken when that was the end of the log, by the clock of the machine
 * @param messages with an open recipient
 */
record BackupManifest(UUID spool, Place position, Instant taken, long messages, List<Item> items) {
    static final String NAME = "manifest";
    private static final String TITLE = "etrn-gateway backup 1";

    BackupManifest {
        items = List.copyOf(items);
    }

    /** What a folder says before its first backup is finished. */
    static BackupManifest empty(UUID spool) {
        return new BackupManifest(spool, new Place(0, 0), Instant.EPOCH, 0, List.of());
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** Octets of all files. */
    long octets() {
        return items.stream().mapToLong(Item::length).sum();
    }

    /**
     * A file of the backup: its first octets, which later backups do not change.
     *
     * @param name in the spool, below its folder
     * @param stored in the backup, below its folder
     * @param crc CRC-32C of these octets
     */
    record Item(String name, String stored, long length, int crc) {
        boolean isSegment() {
            return name.startsWith("segments/");
        }
    }

    /** Puts itself in the place of the manifest before it; a crash leaves one of the two. */
    void write(Disk disk, Path folder) throws IOException {
        Path fresh = folder.resolve(NAME + ".new");
        disk.delete(fresh);
        try (DiskFile out = disk.create(fresh)) {
            out.write(ByteBuffer.wrap(encode().getBytes(StandardCharsets.UTF_8)), 0);
            out.force();
        }
        disk.replace(fresh, folder.resolve(NAME));
        disk.forceFolder(folder);
    }

    private String encode() {
        StringBuilder text = new StringBuilder(TITLE + "\n");
        text.append("spool ").append(spool).append('\n');
        text.append("position ").append(position.segment()).append(' ').append(position.offset());
        text.append("\ntaken ")
                .append(taken)
                .append("\nmessages ")
                .append(messages)
                .append('\n');
        for (Item item : items) {
            text.append("file ")
                    .append(item.name)
                    .append(' ')
                    .append(item.stored)
                    .append(' ');
            text.append(item.length)
                    .append(' ')
                    .append(Integer.toHexString(item.crc))
                    .append('\n');
        }
        return text + "crc " + Integer.toHexString(crc(text.toString())) + "\n";
    }

    /**
     * The manifest of a folder; empty if there is none.
     *
     * @throws SpoolException if it is damaged
     */
    static Optional<BackupManifest> read(Disk disk, Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!disk.exists(file)) {
            return Optional.empty();
        }
        try (DiskFile from = disk.open(file)) {
            ByteBuffer octets = ByteBuffer.allocate((int) from.size());
            from.read(octets, 0);
            return Optional.of(decode(new String(octets.array(), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
            throw new SpoolException(file + " is damaged, or of another version", e);
        }
    }

    private static BackupManifest decode(String text) {
        int end = text.lastIndexOf("crc ");
        if (!text.startsWith(TITLE + "\n")
                || end < 0
                || !text.substring(end).equals("crc " + Integer.toHexString(crc(text.substring(0, end))) + "\n")) {
            throw new IllegalArgumentException("not whole");
        }
        List<String> lines = text.substring(0, end).lines().toList();
        List<Item> items = new ArrayList<>();
        for (String line : lines.subList(5, lines.size())) {
            String[] words = line.split(" ", -1);
            items.add(new Item(words[1], words[2], Long.parseLong(words[3]), Integer.parseUnsignedInt(words[4], 16)));
        }
        String[] position = value(lines, 2).split(" ", -1);
        return new BackupManifest(
                UUID.fromString(value(lines, 1)),
                new Place(Long.parseLong(position[0]), Long.parseLong(position[1])),
                Instant.parse(value(lines, 3)),
                Long.parseLong(value(lines, 4)),
                items);
    }

    private static String value(List<String> lines, int line) {
        return lines.get(line).substring(lines.get(line).indexOf(' ') + 1);
    }

    private static int crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
