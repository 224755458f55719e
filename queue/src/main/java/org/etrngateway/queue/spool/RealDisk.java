package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The disk of the machine. */
final class RealDisk implements Disk {
    private static final String BOOT = readBoot();

    @Override
    public DiskFile create(Path file) throws IOException {
        return RealFile.create(file);
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return RealFile.open(file);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        Path above = folder.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            createFolder(above);
            Files.createDirectory(folder);
        }
        // Also if it was there: whoever made it may have been killed before this. What we may not read we did not make.
        if (above != null && Files.isReadable(above)) {
            forceFolder(above);
        }
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public Lock lock(Path folder) {
        return SpoolLock.take(folder);
    }

    @Override
    public String databaseName(Path file) {
        return "file:" + file.toAbsolutePath();
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public String boot() {
        return BOOT;
    }

    private static String readBoot() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            // Who cannot tell must take each start for one after a power cut.
            return UUID.randomUUID().toString();
        }
    }

    @Override
    public long usableSpace(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }
}
