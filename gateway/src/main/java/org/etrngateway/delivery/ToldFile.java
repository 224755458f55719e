package org.etrngateway.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.ReplacedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to when the senders of a site's mail have been told of delays: all that was received by then is done with. Kept in
 * memory, and in a file over a restart: a line a site with its name and that instant. The file is replaced as a whole and
 * not forced: a power cut may take back the last minutes. Thread-safe; writing blocks on the disk.
 */
public final class ToldFile {
    private static final Logger LOG = LoggerFactory.getLogger(ToldFile.class);

    private final Path file;
    private final Map<SiteName, Instant> told = new TreeMap<>();

    /** Reads what the last run wrote; a file that cannot be read is logged. */
    public ToldFile(Path file) {
        this.file = file;
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", -1);
                told.put(new SiteName(words[0]), Instant.parse(words[1]));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("no sender was ever told of a delay");
        } catch (IOException | RuntimeException e) {
            LOG.warn("which senders know of delays cannot be read from {}: {}", file, e.toString());
        }
    }

    /** Empty if nobody was ever told of a delay at the site. */
    synchronized Optional<Instant> upTo(SiteName site) {
        return Optional.ofNullable(told.get(site));
    }

    /**
     * Notes it before they are told: who crashes in between tells fewer, and nobody twice.
     *
     * @return false if it cannot be written, which is logged: then nobody is to be told
     */
    synchronized boolean advance(SiteName site, Instant upTo) {
        Optional<Instant> before = Optional.ofNullable(told.put(site, upTo));
        List<String> lines = told.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
        try {
            ReplacedFile.write(file, lines);
            return true;
        } catch (IOException e) {
            LOG.warn("which senders know of delays cannot be written to {}, so none is told: {}", file, e.toString());
            before.ifPresentOrElse(instant -> told.put(site, instant), () -> told.remove(site));
            return false;
        }
    }
}
