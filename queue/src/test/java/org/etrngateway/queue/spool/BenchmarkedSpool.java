package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Messages;

/** A spool on the disk of the folder that {@code -Dbenchmark.folder} names, deleted at the end. */
final class BenchmarkedSpool implements AutoCloseable {
    private static final int AT_ONCE = 1000;
    private final Path parent =
            Files.createTempDirectory(Files.createDirectories(Path.of(System.getProperty("benchmark.folder"))), "jmh");
    private final SpoolFolder folder = new SpoolFolder(parent.resolve("spool"));
    private final SpoolQueue queue = folder.open();

    BenchmarkedSpool() throws IOException {}

    SpoolQueue queue() {
        return queue;
    }

    SpoolFolder folder() {
        return folder;
    }

    /** A folder of this name that goes with the spool. */
    Path besides(String name) {
        return parent.resolve(name);
    }

    /** Accepts messages of 4 KB for one site. */
    void fill(int messages) {
        for (int left = messages; left > 0; left -= AT_ONCE) {
            List<CompletionStage<Void>> commits = new ArrayList<>();
            for (int i = 0; i < Math.min(left, AT_ONCE); i++) {
                Draft draft = queue.draft(Messages.envelope(SpoolFolder.NOON, "r@acme.example"), List.of());
                Messages.await(draft.append(ByteBuffer.allocate(4096)));
                commits.add(draft.commit("benchmark"));
            }
            commits.forEach(Messages::await);
        }
    }

    @Override
    public void close() throws IOException {
        queue.close();
        List<Path> files;
        try (Stream<Path> all = Files.walk(parent)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
