package org.etrngateway.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.ReplacedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts that stand, over a restart: a line each with condition, site or {@code -}, time and text, with tabs between.
 * The file is replaced as a whole. Not thread-safe.
 */
public final class AlertFile {
    private static final Logger LOG = LoggerFactory.getLogger(AlertFile.class);
    private static final String NO_SITE = "-";
    private static final int FIELDS = 4;

    private final Path file;

    public AlertFile(Path file) {
        this.file = file;
    }

    /** What the last run wrote; a line that cannot be read is logged and left out. */
    List<Alert> read() {
        List<Alert> alerts = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                parse(line).ifPresent(alerts::add);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("no alert was ever told");
        } catch (IOException e) {
            LOG.warn("which alerts were told cannot be read from {}: {}", file, e.toString());
        }
        return alerts;
    }

    private Optional<Alert> parse(String line) {
        try {
            String[] fields = line.split("\t", FIELDS);
            return Optional.of(new Alert(
                    Condition.valueOf(fields[0]),
                    fields[1].equals(NO_SITE) ? Optional.empty() : Optional.of(new SiteName(fields[1])),
                    Instant.parse(fields[2]),
                    fields[3]));
        } catch (RuntimeException e) {
            LOG.warn("{} has a line that is no alert: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** Writes what stands; that it cannot is logged, and the next run tells it again. */
    void write(List<Alert> alerts) {
        try {
            ReplacedFile.write(file, alerts.stream().map(AlertFile::line).toList());
        } catch (IOException e) {
            LOG.warn("which alerts were told cannot be written to {}: {}", file, e.toString());
        }
    }

    private static String line(Alert alert) {
        return String.join(
                "\t",
                alert.condition().name(),
                alert.site().map(SiteName::name).orElse(NO_SITE),
                alert.since().toString(),
                alert.text());
    }
}
