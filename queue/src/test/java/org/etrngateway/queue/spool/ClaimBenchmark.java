package org.etrngateway.queue.spool;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Selection;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How long a flush waits for a page of 100 units, which go back at once, by how many are held. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ClaimBenchmark {
    private static final int PAGE = 100;

    @Param({"1000", "50000"})
    public int held;

    private BenchmarkedSpool spool;

    @Setup
    public void fill() throws IOException {
        spool = new BenchmarkedSpool();
        spool.fill(held);
    }

    /** The page, so that it is not optimised away. */
    @Benchmark
    public List<Lease> page() {
        List<Lease> page =
                spool.queue().claim(SpoolFolder.ACME, Selection.released(Instant.now()), PAGE, Long.MAX_VALUE);
        if (page.size() != PAGE) {
            throw new IllegalStateException("a page of " + page.size());
        }
        page.forEach(spool.queue()::release);
        return page;
    }

    @TearDown
    public void close() throws IOException {
        spool.close();
    }
}
