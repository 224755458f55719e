package org.etrngateway.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.etrngateway.address.SiteName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What sites with a budget for a period, such as a day, have used of it. Kept in memory, and in a file over a restart: a
 * line a site with name, period, octets and time. The file is replaced as a whole and not forced, so a crash may forget
 * the last use. Each period begins with nothing, whichever way the clock was set. Thread-safe.
 */
final class PeriodUses {
    private static final Logger LOG = LoggerFactory.getLogger(PeriodUses.class);

    private final Path file;
    private final Function<SiteName, String> period;
    private final Map<SiteName, InPeriod> uses = new TreeMap<>();
    private boolean changed;

    private record InPeriod(String period, LineUse use) {}

    /**
     * Reads what the last run wrote; a file that cannot be read is logged.
     *
     * @param period names the period that is now for a site, in one word
     */
    PeriodUses(Path file, Function<SiteName, String> period) {
        this.file = file;
        this.period = period;
        read();
    }

    private void read() {
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", -1);
                uses.put(
                        new SiteName(words[0]),
                        new InPeriod(words[1], new LineUse(Long.parseLong(words[2]), Duration.parse(words[3]))));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("no budget was ever used");
        } catch (IOException | RuntimeException e) {
            LOG.warn("what was used of budgets cannot be read from {}: {}", file, e.toString());
        }
    }

    /** What a site used in the period that is now. */
    synchronized LineUse of(SiteName site) {
        InPeriod last = uses.get(site);
        return last != null && isNow(site, last) ? last.use() : LineUse.NONE;
    }

    private boolean isNow(SiteName site, InPeriod use) {
        return use.period().equals(period.apply(site));
    }

    synchronized void add(SiteName site, long bytes, Duration time) {
        uses.put(site, new InPeriod(period.apply(site), of(site).plus(bytes, time)));
        changed = true;
    }

    /** Writes the use of the periods that are now, if there is news; that it cannot is logged. */
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
        return uses.entrySet().stream()
                .filter(entry -> isNow(entry.getKey(), entry.getValue()))
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String line(SiteName site, InPeriod last) {
        return site + " " + last.period() + " " + last.use().bytes() + " "
                + last.use().time();
    }
}
