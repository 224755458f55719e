package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.etrngateway.queue.LoopDisk;

/**
 * The system calls of one run of {@link ShortVictim} that change what is on the disk, and runs in which one of
 * them is the last or fails. Those to the database of the index are left out: nothing that must survive
 * rests on it. Immutable.
 *
 * @param paths which files the calls were about
 * @param counts how many of each kind the busiest thread made: strace counts them by thread
 */
record SystemCalls(Path folder, List<Path> paths, Map<String, Integer> counts) {
    private static final String KINDS = "pwrite64,fdatasync,fsync,ftruncate,rename,unlink";
    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\(.*");

    SystemCalls {
        paths = List.copyOf(paths);
        counts = Map.copyOf(counts);
    }

    /** Looks at a run that nothing disturbs, on a new spool in the folder. */
    static SystemCalls observe(Path folder) throws IOException, InterruptedException {
        Path trace = folder.resolveSibling("trace");
        List<String> strace = new ArrayList<>(LoopDisk.strace());
        strace.addAll(List.of("-f", "-y", "-o", trace.toString(), "-e", "trace=" + KINDS));
        try (Victim victim = Victim.start(strace, ShortVictim.class, folder.toString())) {
            while (victim.next() != null) {
                // Its ledger is not needed: nothing happens to it.
            }
            assertThat(victim.await()).isZero();
        }
        return of(folder, Files.readAllLines(trace));
    }

    private static SystemCalls of(Path folder, List<String> trace) {
        Pattern path = Pattern.compile(Pattern.quote(folder.toString()) + "/[^\">]*");
        TreeSet<Path> paths = new TreeSet<>();
        Map<String, Integer> byThread = new TreeMap<>();
        for (String line : trace) {
            Matcher call = CALL.matcher(line);
            List<Path> about = path.matcher(line)
                    .results()
                    .map(found -> Path.of(found.group()))
                    .filter(file -> !file.toString().endsWith(".db"))
                    .toList();
            if (call.matches() && !about.isEmpty()) {
                paths.addAll(about);
                byThread.merge(call.group(2) + " " + call.group(1), 1, Integer::sum);
            }
        }
        Map<String, Integer> counts = new TreeMap<>();
        byThread.forEach((key, count) -> counts.merge(key.split(" ", 2)[0], count, Math::max));
        return new SystemCalls(folder, List.copyOf(paths), counts);
    }

    /** The ordinals of calls of a kind: 1 is the first. */
    List<Integer> ordinals(String kind) {
        List<Integer> all = new ArrayList<>();
        for (int i = 1; i <= counts.getOrDefault(kind, 0); i++) {
            all.add(i);
        }
        return all;
    }

    /**
     * Starts a run in which something happens at a call.
     *
     * @param injection what, as strace wants it: {@code error=EIO:when=3}
     * @param below only at calls about files whose path in the folder begins so
     */
    Victim start(String kind, String injection, String below) throws IOException {
        List<String> strace = new ArrayList<>(LoopDisk.strace());
        strace.addAll(List.of("-f", "-qq", "-o", "/dev/null", "-e", "trace=" + kind));
        strace.addAll(List.of("-e", "inject=" + kind + ":" + injection));
        for (Path path : paths) {
            if (folder.relativize(path).toString().startsWith(below)) {
                strace.addAll(List.of("-P", path.toString()));
            }
        }
        return Victim.start(strace, ShortVictim.class, folder.toString());
    }
}
