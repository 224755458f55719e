package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Lives of a queue, each of which is cut short at many points. Whatever lives on there is audited, lives some
 * steps more, and is cut short itself: so recovery crashes, too.
 */
final class CrashExplorer {
    private static final int POINTS_OF_A_LIFE = 200;
    private static final int STEPS = 60;
    private static final int STEPS_AFTER = 4;
    private static final int DEEPEST = 3;
    private static final int ONE_GOES_ON = 10;
    private static final int ONE_IS_RESTORED = 4;
    private static final int OPERATIONS = 500;
    private static final int LAST_OPERATIONS = 40;

    private final long seed;
    private final Random random;
    private final List<String> way = new ArrayList<>();
    private CrashLedger ledger = new CrashLedger();
    private DiskState left = DiskState.EMPTY;
    private String boot = "first";
    private int points;

    private CrashExplorer(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        way.add("life of -Dcrash.seed=" + seed);
    }

    /**
     * @param points how many crash points are audited, at least
     * @throws AssertionError if one of them shows a fault, with all that is needed to understand it
     */
    static void explore(long seed, int points) {
        int lives = Math.max(1, points / POINTS_OF_A_LIFE);
        int each = (points + lives - 1) / lives;
        LongStream.range(seed, seed + lives).parallel().forEach(one -> new CrashExplorer(one).live(each));
    }

    private void live(int wanted) {
        try (SimulatedDisk disk = new SimulatedDisk(DiskState.EMPTY, boot, ledger::size)) {
            live(disk);
            CrashLedger whole = ledger;
            while (points < wanted) {
                crash(disk.moments(), whole, 1);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    String.join("\n", way) + "\nledger:\n" + String.join("\n", ledger.tell(ledger.size()))
                            + "\nwhat was left is in " + save(),
                    e);
        }
    }

    private void live(SimulatedDisk disk) {
        try (CrashWorkload life = new CrashWorkload(disk, ledger, 0, random)) {
            if (random.nextInt(3) == 0) {
                fail(disk);
            }
            life.live(STEPS);
        } catch (SpoolException e) {
            // A fault of the disk allows no new start: what was acknowledged before stands.
            ledger.add("no start: " + e.getMessage(), to -> {});
        }
    }

    /** The disk has no room for a while, or cannot force, from some operation on. */
    private void fail(SimulatedDisk disk) {
        int from = random.nextInt(OPERATIONS);
        int until = from + random.nextInt(OPERATIONS);
        boolean full = random.nextBoolean();
        way.add((full ? "no room" : "no force") + " from operation " + from + " until " + until);
        disk.failAs((count, operation) -> {
            boolean meant = operation == (full ? SimulatedDisk.Operation.WRITE : SimulatedDisk.Operation.FORCE);
            if (meant && count >= from && count < until) {
                throw new IOException(full ? "No space left on device" : "Input/output error");
            }
        });
    }

    /** Puts what the last start began with where a start can be tried again. */
    private Path save() {
        Path folder = Path.of("target", "crash-" + seed);
        for (Path name : left.names().keySet()) {
            write(name, folder.resolve(Path.of("/").relativize(name)));
        }
        return folder;
    }

    private void write(Path name, Path to) {
        try {
            int number = left.names().get(name);
            if (number == DiskState.FOLDER) {
                Files.createDirectories(to);
            } else {
                Files.createDirectories(to.getParent());
                Files.write(to, left.file(number).content().bytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void crash(List<SimulatedDisk.Moment> moments, CrashLedger before, int depth) {
        int at = random.nextInt(moments.size());
        SimulatedDisk.Moment moment = moments.get(at);
        boolean kill = random.nextInt(4) == 0;
        long fate = random.nextLong();
        way.add((kill ? "killed" : "cut off, fate " + fate) + " after operation " + at + ":\n  "
                + operations(moments, at));
        CrashLedger known = before.from(moment.ledger());
        ledger = known;
        points++;
        left = kill ? moment.state() : moment.state().survive(fate);
        String bootBefore = boot;
        boot = kill ? boot : Long.toString(fate);
        try (SimulatedDisk disk = new SimulatedDisk(left, boot, known::size)) {
            audit(disk);
            if (depth < DEEPEST && random.nextInt(2) == 0) {
                crash(disk.moments(), known, depth + 1);
            }
        }
        boot = bootBefore;
        way.remove(way.size() - 1);
    }

    /** The last ones that changed anything but the index's database. */
    private static String operations(List<SimulatedDisk.Moment> moments, int end) {
        List<String> all = IntStream.rangeClosed(0, end)
                .filter(i -> !moments.get(i).operation().contains(".mv.db") || i == end)
                .mapToObj(i -> i + " " + moments.get(i).operation())
                .toList();
        return String.join("\n  ", all.subList(Math.max(0, all.size() - LAST_OPERATIONS), all.size()));
    }

    private void audit(SimulatedDisk disk) {
        List<Integer> directories = ledger.at(ledger.size()).directories();
        int directory = directories.get(random.nextInt(directories.size()));
        ledger.add("started with directory " + directory, to -> to.assigned(directory));
        try (CrashWorkload life = new CrashWorkload(disk, ledger, directory, random)) {
            check(life);
            if (random.nextInt(ONE_IS_RESTORED) == 0) {
                checkBackup(life);
            }
            if (random.nextInt(ONE_GOES_ON) == 0) {
                life.live(STEPS_AFTER);
                Observation before = check(life);
                life.restart();
                assertThat(check(life)).as("after an orderly end").isEqualTo(before);
            }
            // An orderly end costs more than all else, and others have one.
            disk.turnOff();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A backup is what the spool held when it was begun; until it is finished it may be the one before. */
    private void checkBackup(CrashWorkload life) throws IOException {
        Set<Optional<Integer>> begun = ledger.at(ledger.size()).backups();
        if (!life.hasBackup()) {
            assertThat(begun).as("backups that are gone").contains(Optional.empty());
            return;
        }
        Optional<Observation> found = life.restore();
        List<AssertionError> wrong = new ArrayList<>();
        for (Optional<Integer> size : begun) {
            try {
                Expectation held = ledger.at(size.orElse(0));
                found.ifPresent(restored -> held.check(restored, life.directory()));
                return;
            } catch (AssertionError e) {
                wrong.add(e);
            }
        }
        AssertionError first = wrong.get(0);
        wrong.subList(1, wrong.size()).forEach(first::addSuppressed);
        throw new AssertionError(
                "a restored spool does not hold what one of the backups " + begun + " can hold: " + found, first);
    }

    private Observation check(CrashWorkload life) {
        Observation found = Observation.of(life.queue(), life.directory());
        ledger.at(ledger.size()).check(found, life.directory());
        return found;
    }
}
