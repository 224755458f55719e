package org.etrngateway.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.etrngateway.address.SiteName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What sites with a budget for the day have used of it. Kept in memory, and in a file over a restart: a line a site
 * with name, day, octets and time. The file is replaced as a whole and not forced, so a crash may forget the last
 * use. Another date by the wall is another day, whichever way the clock was set. Thread-safe.
 */
public final class DayUses {
    private static final Logger LOG = LoggerFactory.getLogger(DayUses.class);

    private final Path file;
    private final Clock wall;
    private final Map<SiteName, Dated> uses = new TreeMap<>();
    private boolean changed;

    private record Dated(LocalDate day, LineUse use) {}

    /**
     * Reads what the last run wrote; a file that cannot be read is logged.
     *
     * @param wall in whose time zone days begin
     */
    public DayUses(Path file, Clock wall) {
        this.file = file;
        this.wall = wall;
        read();
    }

    private void read() {
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", -1);
                uses.put(
                        new SiteName(words[0]),
                        new Dated(
                                LocalDate.parse(words[1]),
                                new LineUse(Long.parseLong(words[2]), Duration.parse(words[3]))));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("no budget was ever used");
        } catch (IOException | RuntimeException e) {
            LOG.warn("what was used of budgets cannot be read from {}: {}", file, e.toString());
        }
    }

    /** What a site used today. */
    public synchronized LineUse of(SiteName site) {
        Dated last = uses.get(site);
        return last != null && last.day().equals(LocalDate.now(wall)) ? last.use() : LineUse.NONE;
    }

    synchronized void add(SiteName site, long bytes, Duration time) {
        uses.put(site, new Dated(LocalDate.now(wall), of(site).plus(bytes, time)));
        changed = true;
    }

    /** Writes today's use, if there is news; that it cannot is logged. */
    void write() {
        List<String> lines = news();
        if (lines.isEmpty()) {
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(fresh, lines);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("what was used of budgets cannot be written to {}: {}", file, e.toString());
        }
    }

    private synchronized List<String> news() {
        if (!changed) {
            return List.of();
        }
        changed = false;
        LocalDate today = LocalDate.now(wall);
        return uses.entrySet().stream()
                .filter(entry -> entry.getValue().day().equals(today))
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String line(SiteName site, Dated last) {
        return site + " " + last.day() + " " + last.use().bytes() + " "
                + last.use().time();
    }
}
