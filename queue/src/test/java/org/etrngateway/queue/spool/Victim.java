package org.etrngateway.queue.spool;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A child process, of the classes under test, that is not to live long; what it logs is in
 * {@code target/victims.log}. For one thread.
 */
final class Victim implements AutoCloseable {
    private static final Path LOG = Path.of("target", "victims.log");
    private final Process process;
    private final BufferedReader output;

    private Victim(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.US_ASCII);
    }

    /**
     * Starts one.
     *
     * @param under the words of a program that starts others, and watches over them; empty: none
     */
    static Victim start(List<String> under, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(under);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // It lives for a second: there is nothing to compile well, nor much to collect.
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new Victim(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
                .start());
    }

    long pid() {
        return process.pid();
    }

    /** The next line that it says; null when it has ended and all was read. */
    String next() throws IOException {
        return output.readLine();
    }

    /**
     * Hears all that it says, and cuts it off behind so many lines; what it had said by then is heard, too.
     *
     * @param lines 0 is behind the first one
     */
    void cutBehind(int lines, Consumer<String> ledger, Cut cut) throws IOException {
        String line = next();
        for (int i = 0; line != null; i++) {
            ledger.accept(line);
            if (i == lines) {
                cut.run();
                kill();
            }
            line = next();
        }
    }

    /** What is done to it before it is killed. */
    @FunctionalInterface
    interface Cut {
        void run() throws IOException;
    }

    /** SIGKILL. What it said before can still be read. */
    void kill() {
        // strace, killed alone, would let it go.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        // By its handle: Process closes the pipe with what was said and not read.
        process.toHandle().destroyForcibly();
    }

    /** Waits for its end; returns the exit code. */
    int await() throws InterruptedException {
        return process.waitFor();
    }

    /** It is not there any more when this returns. */
    @Override
    public void close() throws IOException {
        kill();
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        output.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
