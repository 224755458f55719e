package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The disk of the machine. */
final class RealDisk implements Disk {
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
    public long usableSpace(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }
}
