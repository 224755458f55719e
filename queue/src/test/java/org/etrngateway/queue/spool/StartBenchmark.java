package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How long a start takes, by how the run before it ended and by how many messages are held. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class StartBenchmark {
    @Param({"CLEAN", "KILL", "KILL_WITHOUT_INDEX"})
    public End after;

    @Param({"10000", "50000"})
    public int held;

    private BenchmarkedSpool spool;
    private SpoolFolder killed;
    private SpoolQueue started;

    /** How the run before ended. */
    public enum End {
        CLEAN,
        KILL,
        KILL_WITHOUT_INDEX
    }

    @Setup
    public void fill() throws IOException {
        spool = new BenchmarkedSpool();
        spool.fill(held);
        killed = spool.folder().crashed(spool.besides("killed"));
        spool.queue().close();
    }

    /** Each start is that of a copy of its own: the one before changed what it found. */
    @Setup(Level.Invocation)
    public void end() throws IOException {
        SpoolFolder from = after == End.CLEAN ? spool.folder() : killed;
        copy = from.crashed(spool.besides("started"));
        if (after == End.KILL_WITHOUT_INDEX) {
            for (Path file : copy.files("index")) {
                Files.delete(file);
            }
        }
    }

    private SpoolFolder copy;

    @Benchmark
    public SpoolQueue start() {
        started = copy.open();
        return started;
    }

    @TearDown(Level.Invocation)
    public void stop() {
        if (started.summary(SpoolFolder.ACME).messages() != held) {
            throw new IllegalStateException("not all came back");
        }
        started.close();
    }

    @TearDown
    public void close() throws IOException {
        spool.close();
    }
}
