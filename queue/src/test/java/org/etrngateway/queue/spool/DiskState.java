package org.etrngateway.queue.spool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * All that a disk holds at one moment: what everybody sees, and what of it was forced. Immutable, so that each
 * moment of a run can be kept.
 *
 * @param names what everybody sees: the file of each name; {@link #FOLDER} for folders
 * @param forced the names that survive a power cut
 * @param changes of names that were not forced yet, oldest first
 * @param files by number
 */
record DiskState(
        Map<Path, Integer> names,
        Map<Path, Integer> forced,
        List<NameChange> changes,
        Map<Integer, FileState> files,
        int nextFile) {
    static final int FOLDER = 0;
    private static final Map<Path, Integer> ROOT = Map.of(Path.of("/"), FOLDER);

    /** A disk that was just made: it has a root. */
    static final DiskState EMPTY = new DiskState(ROOT, ROOT, List.of(), Map.of(), 1);

    /**
     * What all names become together: the file, or nothing.
     *
     * @param folder makes it durable when it is forced
     */
    record NameChange(Path folder, Map<Path, Optional<Integer>> names) {
        static NameChange of(Path name, Optional<Integer> file) {
            return new NameChange(name.getParent(), Map.of(name, file));
        }

        void apply(Map<Path, Integer> to) {
            names.forEach((name, file) -> file.ifPresentOrElse(it -> to.put(name, it), () -> to.remove(name)));
        }
    }

    /**
     * A file's content.
     *
     * @param before what it was before the last change, if that was not forced yet
     */
    record FileState(Octets content, Optional<FileState> before) {
        static final FileState NEW = new FileState(Octets.NONE, Optional.empty());

        FileState change(Octets to) {
            return new FileState(to, Optional.of(this));
        }

        FileState force() {
            return new FileState(content, Optional.empty());
        }

        /** All contents since the last force, oldest first. */
        List<Octets> versions() {
            List<Octets> all = new ArrayList<>();
            for (Optional<FileState> at = Optional.of(this); at.isPresent(); at = at.get().before) {
                all.add(at.get().content);
            }
            Collections.reverse(all);
            return all;
        }
    }

    boolean has(Path name) {
        return names.containsKey(name);
    }

    FileState file(int number) {
        return files.get(number);
    }

    List<Path> list(Path folder) {
        return names.keySet().stream()
                .filter(name -> folder.equals(name.getParent()))
                .sorted()
                .toList();
    }

    DiskState create(Path name) {
        return with(nextFile, FileState.NEW).rename(NameChange.of(name, Optional.of(nextFile)));
    }

    DiskState createFolder(Path folder) {
        return rename(NameChange.of(folder, Optional.of(FOLDER)));
    }

    DiskState delete(Path name) {
        return has(name) ? rename(NameChange.of(name, Optional.empty())) : this;
    }

    /**
     * A move of a file into another folder may leave it in both. In one folder it is made whole or not at all, and
     * so is that of a folder, with all that is in it.
     */
    DiskState replace(Path from, Path to) {
        int file = names.get(from);
        return file == FOLDER || from.getParent().equals(to.getParent())
                ? rename(new NameChange(to.getParent(), moved(from, to)))
                : rename(NameChange.of(to, Optional.of(file))).rename(NameChange.of(from, Optional.empty()));
    }

    private Map<Path, Optional<Integer>> moved(Path from, Path to) {
        Map<Path, Optional<Integer>> change = new HashMap<>();
        names.forEach((name, file) -> {
            if (name.startsWith(from)) {
                change.put(name, Optional.empty());
                change.put(to.resolve(from.relativize(name)), Optional.of(file));
            }
        });
        return Map.copyOf(change);
    }

    private DiskState rename(NameChange last) {
        Map<Path, Integer> now = new HashMap<>(names);
        last.apply(now);
        List<NameChange> all = new ArrayList<>(changes);
        all.add(last);
        return new DiskState(now, forced, List.copyOf(all), files, nextFile);
    }

    DiskState forceFolder(Path folder) {
        Map<Path, Integer> durable = new HashMap<>(forced);
        List<NameChange> rest = new ArrayList<>();
        for (NameChange change : changes) {
            if (change.folder().equals(folder)) {
                change.apply(durable);
            } else {
                rest.add(change);
            }
        }
        return new DiskState(names, durable, List.copyOf(rest), files, nextFile);
    }

    DiskState change(int number, Octets content) {
        return with(number, file(number).change(content));
    }

    DiskState force(int number) {
        return with(number, file(number).force());
    }

    private DiskState with(int number, FileState state) {
        Map<Integer, FileState> all = new HashMap<>(files);
        all.put(number, state);
        return new DiskState(names, forced, changes, all, Math.max(nextFile, number + 1));
    }

    /** What a power cut at this moment may leave; the seed decides what of the unforced is kept, lost or torn. */
    DiskState survive(long seed) {
        Random random = new Random(seed);
        Fate fate = Fate.values()[random.nextInt(Fate.values().length)];
        Map<Path, Integer> left = new HashMap<>(forced);
        for (NameChange change : changes) {
            if (fate.keepsName(random)) {
                change.apply(left);
            }
        }
        left.keySet().removeIf(name -> !isReachable(name, left));
        Map<Integer, FileState> contents = new HashMap<>();
        for (int number : left.values()) {
            if (number != FOLDER) {
                Octets content = fate.content(file(number).versions(), random);
                contents.put(number, new FileState(content, Optional.empty()));
            }
        }
        return new DiskState(left, left, List.of(), contents, nextFile);
    }

    private static boolean isReachable(Path name, Map<Path, Integer> names) {
        for (Path above = name.getParent(); above != null; above = above.getParent()) {
            if (!names.containsKey(above)) {
                return false;
            }
        }
        return true;
    }

    /** What becomes of the unforced. */
    private enum Fate {
        LOST,
        KEPT,
        /** Each file as it was at some moment. */
        OLDER,
        /** Each sector of each file as it was at some moment. */
        TORN,
        /** Any of these, file by file. */
        MIXED;

        private static final List<Fate> PURE = List.of(LOST, KEPT, OLDER, TORN);

        boolean keepsName(Random random) {
            return this == KEPT || this != LOST && random.nextBoolean();
        }

        Octets content(List<Octets> versions, Random random) {
            return switch (this) {
                case LOST -> versions.get(0);
                case KEPT -> versions.get(versions.size() - 1);
                case OLDER -> versions.get(random.nextInt(versions.size()));
                case TORN -> Octets.torn(versions, random);
                case MIXED -> PURE.get(random.nextInt(PURE.size())).content(versions, random);
            };
        }
    }
}
