package org.etrngateway.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.ReplacedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What sites with a budget for a period, such as a day, have used of it. Kept in memory, and in a file over a restart: a
 * line a site with name, period, octets and time. The file is replaced as a whole and not forced, so a crash may forget
 * the last use. Each period begins with nothing, whichever way the clock was set; one that comes back goes on where it was, as
 * long as it is one of the last few. Thread-safe.
 */
final class PeriodUses {
    private static final Logger LOG = LoggerFactory.getLogger(PeriodUses.class);

    private final Path file;
    private final Function<SiteName, String> period;
    private final int kept;
    /** By period, the latest last. */
    private final Map<SiteName, Map<String, LineUse>> uses = new TreeMap<>();

    private boolean changed;

    /**
     * Reads what the last run wrote; a file that cannot be read is logged.
     *
     * @param period names the period that is now for a site, in one word
     * @param kept of how many periods of a site the use is known
     */
    PeriodUses(Path file, Function<SiteName, String> period, int kept) {
        this.file = file;
        this.period = period;
        this.kept = kept;
        read();
    }

    private void read() {
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", -1);
                put(new SiteName(words[0]), words[1], new LineUse(Long.parseLong(words[2]), Duration.parse(words[3])));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("no budget was ever used");
        } catch (IOException | RuntimeException e) {
            LOG.warn("what was used of budgets cannot be read from {}: {}", file, e.toString());
        }
    }

    private void put(SiteName site, String when, LineUse use) {
        Map<String, LineUse> own = uses.computeIfAbsent(site, first -> new LinkedHashMap<>());
        own.remove(when);
        own.put(when, use);
        while (own.size() > kept) {
            own.remove(own.keySet().iterator().next());
        }
    }

    /** What a site used in the period that is now. */
    synchronized LineUse of(SiteName site) {
        return uses.getOrDefault(site, Map.of()).getOrDefault(period.apply(site), LineUse.NONE);
    }

    synchronized void add(SiteName site, long bytes, Duration time) {
        put(site, period.apply(site), of(site).plus(bytes, time));
        changed = true;
    }

    /** Writes what is known, if there is news; that it cannot is logged. */
    void write() {
        List<String> lines = news();
        if (lines.isEmpty()) {
            return;
        }
        try {
            ReplacedFile.write(file, lines);
        } catch (IOException e) {
            LOG.warn("what was used of budgets cannot be written to {}: {}", file, e.toString());
        }
    }

    private synchronized List<String> news() {
        if (!changed) {
            return List.of();
        }
        changed = false;
        return uses.entrySet().stream()
                .flatMap(site -> site.getValue().entrySet().stream().map(use -> line(site.getKey(), use)))
                .toList();
    }

    private static String line(SiteName site, Map.Entry<String, LineUse> use) {
        return site + " " + use.getKey() + " " + use.getValue().bytes() + " "
                + use.getValue().time();
    }
}
