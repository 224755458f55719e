package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.etrngateway.queue.MailQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A short run of a spool, again and again: each time another one of its system calls is the last, or fails. All
 * that was accepted is there afterwards. {@code -Dinject.calls=all} takes every call; else the seed
 * {@code -Dkill.seed} chooses a sample.
 */
@Tag("disks")
@Execution(ExecutionMode.CONCURRENT)
class SystemCallTest {
    private static final boolean ALL =
            System.getProperty("inject.calls", "sample").equals("all");
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
    private static final int SAMPLE = 3;

    /** What strace ends with when the process that it watched was killed. */
    private static final int KILLED = 128 + 9;

    @TempDir
    private Path temporary;

    private final Random random = new Random(SEED);
    private Path folder;
    private SystemCalls calls;

    @BeforeEach
    void observe() throws IOException, InterruptedException {
        folder = temporary.resolve("spool");
        calls = SystemCalls.observe(folder);
    }

    @Test
    void aKillAtAnyCallLosesNothing() throws IOException, InterruptedException {
        for (String kind : List.of("pwrite64", "fdatasync", "fsync", "rename", "unlink")) {
            for (int ordinal : chosen("SIGKILL", kind)) {
                Run run = run(kind, "signal=KILL:when=" + ordinal, "");
                // A call that came later this time than in the run that was looked at may not have come at all.
                assertThat(run.code()).as(run.what()).isIn(0, KILLED);
            }
        }
    }

    /** Only what the log forces: a checkpoint that cannot be forced is left out, and the run goes on. */
    @Test
    void aForceThatFailsEndsTheProcess() throws IOException, InterruptedException {
        for (String kind : List.of("fdatasync", "fsync")) {
            for (int ordinal : chosen("EIO", kind)) {
                Run run = run(kind, "error=EIO:when=" + ordinal, "segments");
                // All steps were taken: it was the summary at the end, a convenience, or fewer calls than looked at.
                boolean done = run.said().contains("done");
                assertThat(run.code()).as(run.what()).isEqualTo(done ? 0 : ShortVictim.DISK_FAILED);
            }
        }
    }

    @Test
    void aDiskThatIsFullForAWhileRefusesAndGoesOn() throws IOException, InterruptedException {
        noRoom("ENOSPC");
    }

    @Test
    void aSpentDiskQuotaIsAFullDisk() throws IOException, InterruptedException {
        noRoom("EDQUOT");
    }

    private void noRoom(String error) throws IOException, InterruptedException {
        for (int ordinal : chosen(error, "pwrite64")) {
            Run run = run("pwrite64", "error=" + error + ":when=" + ordinal + ".." + (ordinal + 1), "segments");
            boolean atStart = run.said().stream().anyMatch(line -> line.startsWith("cannot open the spool"));
            assertThat(run.code()).as(run.what()).isEqualTo(atStart ? ShortVictim.DISK_FAILED : 0);
            assertThat(run.said().contains("closed")).as(run.what()).isEqualTo(!atStart);
        }
    }

    private List<Integer> chosen(String what, String kind) {
        List<Integer> all = new ArrayList<>(calls.ordinals(kind));
        assertThat(all).as(kind).isNotEmpty();
        if (!ALL) {
            Collections.shuffle(all, random);
            all = all.subList(0, Math.min(SAMPLE, all.size()));
        }
        System.out.println(what + " at " + kind + " " + all + ", -Dkill.seed=" + SEED);
        return all;
    }

    /** Runs on a new spool, and audits what is left of it. */
    private Run run(String kind, String injection, String below) throws IOException, InterruptedException {
        SpoolFolder.deleteAll(folder);
        SpoolLedger ledger = new SpoolLedger();
        List<String> said = new ArrayList<>();
        int code;
        try (Victim victim = calls.start(kind, injection, below)) {
            for (String line = victim.next(); line != null; line = victim.next()) {
                said.add(line);
                ledger.note(line);
            }
            code = victim.await();
        }
        Run run = new Run(kind + ":" + injection + ", -Dkill.seed=" + SEED, code, said);
        try (MailQueue queue = KillVictim.open(folder)) {
            ledger.audit(queue, run.what());
        }
        return run;
    }

    private record Run(String what, int code, List<String> said) {}
}
