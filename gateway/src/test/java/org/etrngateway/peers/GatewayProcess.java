package org.etrngateway.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * The real gateway as a child process, from the classes under test, with settings and data of its own. It
 * can be killed and started again on the same data. For one thread.
 */
final class GatewayProcess implements AutoCloseable {
    /**
     * A site and where it is reached.
     *
     * @param domains the first one is what {@link #etrn} names
     */
    record Site(String name, int port, List<String> domains) {}

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int STOP_LIMIT_S = 90;
    private static final String MAIN = "org.etrngateway.cli.Main";
    private final Path folder;
    private final int smtpPort = Ports.free();
    private final int triggerPort = Ports.free();
    private Process process;

    private GatewayProcess(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes its settings into the folder, and starts nothing.
     *
     * @param data the folder of its data, which others may share
     */
    static GatewayProcess prepare(Path folder, Path data, Site... sites) throws IOException {
        GatewayProcess gateway = new GatewayProcess(Files.createDirectories(folder));
        Files.writeString(folder.resolve("gateway.yaml"), gateway.settings(data, List.of(sites)));
        return gateway;
    }

    /**
     * The same with other settings.
     *
     * @param top settings before all others
     * @param listeners besides smtp and trigger, as a list in YAML
     * @param sites the settings of sites, indented by two; one has acme.example
     */
    static GatewayProcess prepare(Path folder, String top, String listeners, String sites) throws IOException {
        GatewayProcess gateway = new GatewayProcess(Files.createDirectories(folder));
        String settings = gateway.settings(folder.resolve("data"), "acme.example", listeners, sites);
        Files.writeString(folder.resolve("gateway.yaml"), top + settings);
        return gateway;
    }

    /** Starts one in the folder, and returns when it greets. */
    static GatewayProcess start(Path folder, Site... sites) throws IOException {
        GatewayProcess gateway = prepare(folder, folder.resolve("data"), sites);
        gateway.start();
        return gateway;
    }

    /** Starts it, perhaps again on the data that it left, and returns when it greets. */
    void start() throws IOException {
        start(List.of());
    }

    /**
     * Starts it under another program.
     *
     * @param under the words of a program that starts others, and watches over them
     */
    void start(List<String> under) throws IOException {
        launch(under);
        Awaitility.await("the gateway greets; its log: " + log())
                .atMost(START_LIMIT)
                .failFast("the gateway ended; its log: " + log(), () -> !process.isAlive())
                .until(this::greets);
    }

    /** Starts it, and waits for nothing. */
    void launch(List<String> under) throws IOException {
        List<String> command = new ArrayList<>(under);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                MAIN,
                "run",
                "--config",
                folder.resolve("gateway.yaml").toString()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /** Waits until it has ended by itself; returns its exit code. */
    int end() throws InterruptedException {
        assertThat(process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("the gateway ends; its log: " + log())
                .isTrue();
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    private boolean greets() {
        try (SmtpClient client = new SmtpClient(smtpPort)) {
            return client.command("QUIT").startsWith("221");
        } catch (IOException e) {
            return false;
        }
    }

    int smtpPort() {
        return smtpPort;
    }

    int triggerPort() {
        return triggerPort;
    }

    Path log() {
        return folder.resolve("log");
    }

    /** Sends an ETRN and returns the reply. */
    String etrn(String name) throws IOException {
        try (SmtpClient client = new SmtpClient(triggerPort).hello()) {
            return client.command("ETRN " + name);
        }
    }

    /** Asks for a site's mail until nothing of it is left. */
    void drain(String name, Duration limit) {
        Awaitility.await("251 to ETRN " + name + "; log: " + log())
                .atMost(limit)
                // Well below what one address may ask for in a minute, for a long queue takes its time.
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> etrn(name).startsWith("251"));
    }

    /** Ends it as a power cut would, as far as a process can see: SIGKILL. */
    void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_S, TimeUnit.SECONDS)) {
                kill();
                throw new IllegalStateException("the gateway did not stop when asked; its log: " + log());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String settings(Path data, List<Site> sites) {
        return settings(
                data,
                sites.get(0).domains().get(0),
                "",
                sites.stream().map(GatewayProcess::settings).collect(Collectors.joining()));
    }

    private String settings(Path data, String domain, String listeners, String sites) {
        return """
                hostname: mx.isp.example
                data: %s
                postmaster: user0@%s
                upstreams: [127.0.0.1/32]
                listeners:
                  - { name: smtp, kind: smtp, bind: "127.0.0.1:%d" }
                  - { name: trigger, kind: trigger, bind: "127.0.0.1:%d" }
                %sadmin: { bind: "127.0.0.1:%d" }
                limits: { etrn-per-minute: 1000 }
                sites:
                %s""".formatted(data.toAbsolutePath(), domain, smtpPort, triggerPort, listeners, Ports.free(), sites);
    }

    private static String settings(Site site) {
        return """
                  %s:
                    domains: [%s]
                    route: { host: 127.0.0.1, port: %d }
                    mode: [hold]
                    trigger: { from: [127.0.0.1/32] }
                """.indent(2).formatted(site.name(), String.join(", ", site.domains()), site.port());
    }
}
