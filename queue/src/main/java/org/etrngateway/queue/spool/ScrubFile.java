package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a {@link Scrub} is, over a restart: a line with the time of its beginning, whether it runs and the last segment or
 * {@code -}; then a line each for what it found and what the last one found. Replaced as a whole, and not forced: what is
 * lost is read again. Not thread-safe.
 */
final class ScrubFile {
    private static final Logger LOG = LoggerFactory.getLogger(ScrubFile.class);
    private static final String FOUND = "found ";
    private static final String BEFORE = "before ";
    private static final String NONE = "-";

    private final Path file;

    ScrubFile(Path file) {
        this.file = file;
    }

    ScrubState read() {
        try {
            List<String> lines = Files.readAllLines(file);
            String[] words = lines.get(0).split(" ", -1);
            return new ScrubState(
                    Instant.parse(words[0]),
                    Boolean.parseBoolean(words[1]),
                    words[2].equals(NONE) ? "" : words[2],
                    behind(FOUND, lines),
                    behind(BEFORE, lines));
        } catch (NoSuchFileException e) {
            return ScrubState.NEVER;
        } catch (IOException | RuntimeException e) {
            LOG.warn("how far the spool was read through cannot be read from {}: {}", file, e.toString());
            return ScrubState.NEVER;
        }
    }

    private static List<String> behind(String word, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .toList();
    }

    void write(ScrubState state) {
        List<String> lines = new ArrayList<>();
        lines.add(state.begun() + " " + state.runs() + " " + (state.last().isEmpty() ? NONE : state.last()));
        state.found().forEach(finding -> lines.add(FOUND + finding));
        state.before().forEach(finding -> lines.add(BEFORE + finding));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(fresh, lines);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("how far the spool was read through cannot be written to {}: {}", file, e.toString());
        }
    }
}
