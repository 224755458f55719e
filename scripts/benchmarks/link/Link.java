import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A simulated line, and the two machines at its ends. */
final class Link implements Closeable {
    static final String GATEWAY = "198.18.0.1";
    static final String SITE = "198.18.0.2";

    private final String name;
    private final Process simulator;
    private final BufferedReader answers;

    /**
     * @param name tells it from others at the same time
     * @param congestion what TCP at the gateway's end uses where a socket chooses nothing
     */
    Link(String name, Path log, String congestion) throws IOException {
        this.name = name;
        Path program = LinkBench.SCRIPTS.resolve("benchmarks/link/simulate-link");
        simulator = new ProcessBuilder(program.toString(), name + "-gateway", name + "-site", congestion)
                .redirectError(log.toFile())
                .start();
        answers = new BufferedReader(new InputStreamReader(simulator.getInputStream(), UTF_8));
        expectAnswer();
    }

    void shape(String shape) throws IOException {
        command(shape);
    }

    /** What the line did since it was shaped, as JSON. */
    String count() throws IOException {
        return command("count");
    }

    /** The line goes down, and both machines lose their connections over it. */
    void breakDown() throws IOException {
        command("break");
    }

    void mend() throws IOException {
        command("mend");
    }

    private String command(String line) throws IOException {
        OutputStream commands = simulator.getOutputStream();
        commands.write((line + "\n").getBytes(UTF_8));
        commands.flush();
        return expectAnswer();
    }

    private String expectAnswer() throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the simulator of the line ended");
        }
        return answer;
    }

    /** A command that runs at the gateway's end. */
    ProcessBuilder atGateway(List<String> command) {
        return at(name + "-gateway", command);
    }

    /** A command that runs at the site's end. */
    ProcessBuilder atSite(List<String> command) {
        return at(name + "-site", command);
    }

    private static ProcessBuilder at(String namespace, List<String> command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(command);
        return new ProcessBuilder(words);
    }

    /** Both machines must be idle: their namespaces go. */
    @Override
    public void close() throws IOException {
        simulator.getOutputStream().close();
        try {
            if (!simulator.waitFor(20, TimeUnit.SECONDS)) {
                simulator.destroyForcibly();
            }
        } catch (InterruptedException e) {
            simulator.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
