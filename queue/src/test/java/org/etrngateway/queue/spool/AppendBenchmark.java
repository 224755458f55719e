package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Messages;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** Durable messages of 4 KB a second, by how many wait for one force. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class AppendBenchmark {
    private static final byte[] CONTENT = new byte[4096];
    private BenchmarkedSpool spool;

    @Setup
    public void open() throws IOException {
        spool = new BenchmarkedSpool();
    }

    @Benchmark
    @Threads(1)
    public void by1() {
        append();
    }

    @Benchmark
    @Threads(10)
    public void by10() {
        append();
    }

    @Benchmark
    @Threads(50)
    public void by50() {
        append();
    }

    private void append() {
        Draft draft = spool.queue().draft(Messages.envelope(SpoolFolder.NOON, "r@acme.example"), List.of());
        Messages.await(draft.append(ByteBuffer.wrap(CONTENT)));
        Messages.await(draft.commit("benchmark"));
    }

    @TearDown
    public void close() throws IOException {
        spool.close();
    }
}
