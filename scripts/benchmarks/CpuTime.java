import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Processor time of a process with all that it starts, those that have ended included. A control group of its own
 * (cgroup v2) counts it exactly. Where none can be made, it is the sum over the processes that there are, each with
 * the children it has waited for: a child that ends between two readings may be missed.
 */
final class CpuTime {
    private static final long END_LIMIT_NANOS = 30_000_000_000L;
    private static final int POLL_MS = 10;
    private static final double MICROS = 1e6;
    /** USER_HZ, the same on all Linux of our time. */
    private static final double TICKS = 100;

    private final Optional<Path> group;
    private CpuTime(Optional<Path> group) {
        this.group = group;
    }

    /** @param name of a control group that there is not yet */
    static CpuTime of(String name) {
        return new CpuTime(mountPoint().map(root -> root.resolve(name)).filter(CpuTime::made));
    }

    private static boolean made(Path group) {
        try {
            Files.createDirectory(group);
            return Files.exists(group.resolve("cpu.stat")) && Files.isWritable(group.resolve("cgroup.kill"));
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Path> mountPoint() {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/mounts"))) {
            return mounts.map(line -> line.split(" "))
                    .filter(words -> words[2].equals("cgroup2"))
                    .map(words -> Path.of(words[1]))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The command so that all it starts is counted: it enters the group before it is run. */
    List<String> counted(List<String> command) {
        if (group.isEmpty()) {
            return command;
        }
        List<String> entering = new ArrayList<>(List.of("bash", "-c", "echo $$ >\"$0\" && exec \"$@\""));
        entering.add(group.get().resolve("cgroup.procs").toString());
        entering.addAll(command);
        return entering;
    }

    /** What the process, started by {@link #counted}, has used with all its children. */
    double seconds(ProcessHandle process) throws IOException {
        if (group.isEmpty()) {
            return Stream.concat(Stream.of(process), process.descendants())
                            .mapToLong(each -> ticks(each.pid()))
                            .sum()
                    / TICKS;
        }
        return Files.readAllLines(group.get().resolve("cpu.stat")).stream()
                        .filter(line -> line.startsWith("usage_usec "))
                        .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                        .sum()
                / MICROS;
    }

    /** User and system time of a process and of the children it has waited for; 0 if it is gone. */
    private static long ticks(long process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
            List<String> words = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            return words.subList(11, 15).stream().mapToLong(Long::parseLong).sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Ends what is left of the processes, and the group with them. */
    void end() throws IOException, InterruptedException {
        if (group.isPresent()) {
            Files.writeString(group.get().resolve("cgroup.kill"), "1");
            long limit = System.nanoTime() + END_LIMIT_NANOS;
            while (isPopulated(group.get()) && System.nanoTime() < limit) {
                Thread.sleep(POLL_MS);
            }
            Files.delete(group.get());
        }
    }

    private static boolean isPopulated(Path group) throws IOException {
        return Files.readAllLines(group.resolve("cgroup.events")).contains("populated 1");
    }
}
