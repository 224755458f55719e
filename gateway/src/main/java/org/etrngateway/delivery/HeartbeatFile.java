package org.etrngateway.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.etrngateway.config.ReplacedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last heartbeat over a restart: two lines, wall and steady time. It is replaced as a whole and not
 * forced, for a heartbeat that is a little too old does no harm. For one thread at a time.
 */
public final class HeartbeatFile {
    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatFile.class);

    private final Path file;

    public HeartbeatFile(Path file) {
        this.file = file;
    }

    /** The last one; empty if the gateway never ran here, {@link Heartbeat#UNKNOWN} if the file says nothing. */
    public Optional<Heartbeat> read() {
        try {
            List<String> lines = Files.readAllLines(file);
            return Optional.of(new Heartbeat(Instant.parse(lines.get(0)), Instant.parse(lines.get(1))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | DateTimeException | IndexOutOfBoundsException e) {
            LOG.warn("the last heartbeat in {} cannot be read: {}", file, e.toString());
            return Optional.of(Heartbeat.UNKNOWN);
        }
    }

    /** Replaces the last one; that it cannot is logged. */
    public void write(Heartbeat heartbeat) {
        try {
            ReplacedFile.write(
                    file,
                    List.of(heartbeat.wall().toString(), heartbeat.steady().toString()));
        } catch (IOException e) {
            LOG.warn("the heartbeat cannot be written to {}: {}", file, e.toString());
        }
    }
}
