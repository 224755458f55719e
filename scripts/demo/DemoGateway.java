import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real gateway as a child process, with settings and data of its own in a folder. */
final class DemoGateway implements Closeable {
    private static final int START_LIMIT_MS = 60_000;
    private static final String COMMAND = System.getProperty("gateway.command");
    private final Path settings;
    private final Process process;

    DemoGateway(Path folder, String yaml) throws IOException {
        settings = Files.writeString(folder.resolve("gateway.yaml"), yaml);
        process = new ProcessBuilder(COMMAND, "run", "--config", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("gateway.log").toFile())
                .start();
    }

    Path settings() {
        return settings;
    }

    long pid() {
        return process.pid();
    }

    /** Returns once it greets. */
    void awaitGreeting(int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_LIMIT_MS);
        while (!greets(port)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("the gateway did not start");
            }
            Thread.sleep(50);
        }
    }

    private static boolean greets(int port) {
        try (DemoClient client = new DemoClient(port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs another command of scripts/gateway and returns its output. */
    static List<String> command(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(COMMAND));
        line.addAll(List.of(words));
        Process command = new ProcessBuilder(line).redirectErrorStream(true).start();
        List<String> output = new String(command.getInputStream().readAllBytes()).lines().toList();
        if (command.waitFor() != 0) {
            throw new IOException("scripts/gateway " + String.join(" ", words) + " failed:\n" + String.join("\n", output));
        }
        return output;
    }

    /** Waits for its end. */
    void await() throws InterruptedException {
        process.waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
