package org.etrngateway.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Whether the disk of the data folder can keep mail: writable, of a kind that lasts, with room, and how fast it is sure. */
public final class DiskCheck implements Check {
    private static final String ABOUT = "disk";
    private static final int FORCES = 21;
    private static final long SLOW_NANOS = 50_000_000;
    private static final long LITTLE = 1_000_000_000;
    private static final Set<String> OF_MEMORY = Set.of("tmpfs", "ramfs");
    private static final Set<String> OF_OTHERS = Set.of("nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs");

    private final Path data;

    public DiskCheck(Path data) {
        this.data = data;
    }

    @Override
    public List<Finding> look() {
        if (!Files.isDirectory(data)) {
            return List.of(Finding.advice(
                    ABOUT, "there is no folder " + data + " yet", "the first start makes it, if its user may"));
        }
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(kind(Files.getFileStore(data)));
            findings.add(room(Files.getFileStore(data)));
            findings.add(rights());
            findings.add(force());
        } catch (IOException e) {
            findings.add(Finding.problem(
                    ABOUT,
                    data + " cannot be written: " + e,
                    "the folder must belong to the user as whom the gateway runs; run this as that user"));
        }
        return findings;
    }

    private Finding kind(FileStore store) {
        String text = data + " is on " + store.type();
        if (OF_MEMORY.contains(store.type())) {
            return Finding.problem(
                    ABOUT, text + ", which is memory", "put `data` on a disk: all mail is gone with the next boot");
        }
        return OF_OTHERS.contains(store.type())
                ? Finding.advice(
                        ABOUT,
                        text + ", a disk of another machine",
                        "use a disk of this machine: what such a file system says is written may be lost in a crash")
                : Finding.ok(ABOUT, text);
    }

    private static Finding room(FileStore store) throws IOException {
        long free = store.getUsableSpace();
        String text = "%.1f GB of %.1f GB are free".formatted(free / 1e9, store.getTotalSpace() / 1e9);
        return free < LITTLE
                ? Finding.problem(
                        ABOUT,
                        text,
                        "make room: new mail is refused while the disk is full. `gateway sites` shows for whom it is held")
                : Finding.ok(ABOUT, text);
    }

    private Finding rights() throws IOException {
        var view = Files.getFileAttributeView(data, PosixFileAttributeView.class);
        if (view == null) {
            return Finding.ok(ABOUT, "file permissions are not those of Unix");
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        return permissions.contains(PosixFilePermission.OTHERS_READ)
                        || permissions.contains(PosixFilePermission.OTHERS_EXECUTE)
                ? Finding.advice(ABOUT, "all users of this machine can look into " + data, "chmod o= " + data)
                : Finding.ok(
                        ABOUT, data + " is " + view.readAttributes().owner().getName() + "'s alone");
    }

    /** What a message's 250 waits for. */
    private Finding force() throws IOException {
        Path file = Files.createTempFile(data, "doctor", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long[] nanos = new long[FORCES];
            for (int i = 0; i < FORCES; i++) {
                long begin = System.nanoTime();
                channel.write(ByteBuffer.allocate(4096));
                channel.force(false);
                nanos[i] = System.nanoTime() - begin;
            }
            Arrays.sort(nanos);
            long median = nanos[FORCES / 2];
            String text = "a write is on the disk after %.1f ms (median of %d; longest %.1f ms)"
                    .formatted(median / 1e6, FORCES, nanos[FORCES - 1] / 1e6);
            return median > SLOW_NANOS
                    ? Finding.advice(
                            ABOUT,
                            text,
                            "each message waits that long for its 250: a disk with a safe cache would be faster")
                    : Finding.ok(ABOUT, text);
        } finally {
            Files.delete(file);
        }
    }
}
