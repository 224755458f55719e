package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.queue.index.Change;
import org.etrngateway.queue.index.IndexException;
import org.etrngateway.queue.index.Schema;
import org.etrngateway.queue.index.Unit;
import org.etrngateway.queue.index.UnitIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the rows to what replay says. Rows are never believed, but for what only they know: attempts, due
 * times and last replies, which are not in the log. An index that cannot be read is set aside and made anew.
 */
final class Reconciliation {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
    private static final int BATCH = 2000;

    private final Disk disk;
    private final SpoolSettings settings;

    Reconciliation(Disk disk, SpoolSettings settings) {
        this.disk = disk;
        this.settings = settings;
    }

    /** The index with the right rows. */
    Result run(List<Unit> open) throws IOException {
        if (Files.exists(settings.index().resolve(Schema.FILE + ".mv.db"))) {
            try {
                return correctOrClose(UnitIndex.open(settings.index()), open);
            } catch (IndexException e) {
                LOG.warn("the index is set aside and made anew; attempts are forgotten: {}", e.getMessage());
            }
        }
        setAside();
        return correct(UnitIndex.create(settings.index()), open);
    }

    /** An index that fails must not stay open: its files are about to be moved. */
    private static Result correctOrClose(UnitIndex index, List<Unit> open) {
        try {
            return correct(index, open);
        } catch (IndexException e) {
            try {
                index.close();
            } catch (IndexException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private static Result correct(UnitIndex index, List<Unit> open) {
        Map<UnitKey, Unit> missing = new HashMap<>();
        open.forEach(unit -> missing.put(UnitKey.of(unit), unit));
        List<Unit> right = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (Unit row : rows(index)) {
            Optional<Unit> unit = Optional.ofNullable(missing.remove(UnitKey.of(row)))
                    .map(found -> found.with(found.course().withTriesOf(row.course())));
            unit.ifPresent(right::add);
            if (!unit.equals(Optional.of(row))) {
                changes.add(new Change(row.id(), row.site(), unit, true));
            }
        }
        missing.values().forEach(unit -> changes.add(new Change(unit.id(), unit.site(), Optional.of(unit), false)));
        right.addAll(missing.values());
        for (int from = 0; from < changes.size(); from += BATCH) {
            index.write(changes.subList(from, Math.min(changes.size(), from + BATCH)));
        }
        return new Result(index, right);
    }

    private static List<Unit> rows(UnitIndex index) {
        List<Unit> rows = new ArrayList<>();
        index.forEach(rows::add);
        return rows;
    }

    private void setAside() throws IOException {
        for (Path file : disk.list(settings.index())) {
            String name = file.getFileName().toString();
            if (name.startsWith("aside-")) {
                disk.delete(file);
            } else {
                disk.replace(file, file.resolveSibling("aside-" + name));
            }
        }
    }

    /**
     * @param open the open units, with what the rows knew of them
     */
    record Result(UnitIndex index, List<Unit> open) {}
}
