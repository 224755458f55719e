import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A gateway that is measured: ours or a peer, a process that holds the mail of the domains dN.example. */
final class Server implements Closeable {
    private static final Path SCRIPTS = Path.of(System.getProperty("bench.scripts"));
    private static final String LIMITS =
            "limits: { messages-per-session: 1000000, etrn-per-session: 100000, etrn-per-minute: 100000 }";
    private static final long START_LIMIT_NANOS = 120_000_000_000L;
    private final List<String> command;
    private final Path folder;
    private final int port;
    private final Held held;
    private final boolean ours;
    private Optional<CpuTime> cpu = Optional.empty();
    private Process process;

    private Server(boolean ours, List<String> command, Path folder, int port, Held held) {
        this.ours = ours;
        this.command = command;
        this.folder = folder;
        this.port = port;
        this.held = held;
    }

    /** Ours, with a site dN for each domain, all reached at the same port. */
    static Server gateway(Path folder, int sites, int sitePort) throws IOException {
        return gateway(folder, sites, sitePort, "");
    }

    /** The same with more settings. */
    static Server gateway(Path folder, int sites, int sitePort, String more) throws IOException {
        return gateway(folder, sites, sitePort, more, LIMITS, "", Home.ONE);
    }

    /**
     * One with a site d0 and other limits; who comes from 127.0.0.1 has none a minute.
     *
     * @param limits the setting; empty for those that are the default
     */
    static Server limited(Path folder, int sitePort, String limits) throws IOException {
        return gateway(folder, 1, sitePort, "", limits, "", Home.ONE);
    }

    /**
     * Ours without TLS.
     *
     * @param more settings of the gateway, whole lines
     * @param each more settings of each site, behind a comma
     */
    static Server ruled(Path folder, int sites, int sitePort, String more, String each) throws IOException {
        return gateway(folder, sites, sitePort, "", more + LIMITS, each, Home.ONE);
    }

    /** The same, each site with an address of its own from which it asks, as sites have. */
    static Server apart(Path folder, int sites, int sitePort, String more, String each) throws IOException {
        return gateway(folder, sites, sitePort, "", more + LIMITS, each, Home.OWN);
    }

    /** From where sites ask, and for how long that counts. */
    private enum Home {
        /** All from here. */
        ONE,
        /** Each from an address of its own; whom nobody answers is not called again. */
        OWN;

        String of(int site) {
            return this == ONE ? "127.0.0.1" : home(site);
        }

        String lifetime() {
            return this == ONE ? "10m" : "1s";
        }
    }

    /** The address of the n-th of thousands of sites, on the loopback interface. */
    static String home(int site) {
        return "127.%d.%d.%d".formatted(16 + site / 62_500, site / 250 % 250, 1 + site % 250);
    }

    private static Server gateway(
            Path folder,
            int sites,
            int sitePort,
            String more,
            String limits,
            String each,
            Home home)
            throws IOException {
        int port = freePort();
        StringBuilder yaml = new StringBuilder("""
                hostname: mx.isp.example
                data: data
                postmaster: user@d0.example
                upstreams: [127.0.0.1/32]
                listeners: [{ name: smtp, kind: smtp, bind: "127.0.0.1:%d"%s }]
                admin: { bind: "127.0.0.1:%d" }
                %s
                sites:
                """.formatted(port, more.isEmpty() ? "" : ", tls: starttls", freePort(), limits));
        yaml.insert(0, more);
        for (int i = 0; i < sites; i++) {
            yaml.append("""
                    d%1$d: { domains: [d%1$d.example], route: { host: 127.0.0.1, port: %2$d }, trigger: { from: [%4$s/32], lifetime: %5$s }%3$s }
                    """.formatted(i, sitePort, each, home.of(i), home.lifetime()).indent(2));
        }
        Path settings = Files.writeString(Files.createDirectories(folder).resolve("gateway.yaml"), yaml);
        return new Server(
                true,
                List.of(SCRIPTS.resolve("gateway").toString(), "run", "--config", settings.toString()),
                folder,
                port,
                Held.byGateway(folder.resolve("data")));
    }

    /** Postfix as the handbook sets it up for ETRN, its queue on the same disk. */
    static Server postfix(Path folder, int sitePort) throws IOException {
        return peer("postfix", folder, Held.inFiles(folder.resolve("state/spool/postfix/deferred"), ""), "" + sitePort);
    }

    /** A peer that takes mail as fast as it can and only keeps it, its queue on the same disk. */
    static Server holding(String peer, Path folder) throws IOException {
        Path spool = folder.resolve("state/spool");
        return switch (peer) {
            case "postfix" -> peer(peer, folder, Held.inFiles(spool.resolve("postfix/hold"), ""), "9", "hold");
            case "exim" -> peer(peer, folder, Held.inFiles(spool.resolve("exim/input"), "-H"));
            case "opensmtpd" -> peer(peer, folder, Held.inFiles(spool.resolve("smtpd/queue"), "/message"));
            default -> throw new IllegalArgumentException("no such peer: " + peer);
        };
    }

    private static Server peer(String name, Path folder, Held held, String... more) throws IOException {
        int port = freePort();
        Files.createDirectories(folder.resolve("state"));
        List<String> command = new ArrayList<>(List.of(
                SCRIPTS.resolve("peers").toString(), "run", name,
                SCRIPTS.resolve("benchmarks/" + name + "-gateway").toString(), "" + port));
        command.addAll(List.of(more));
        return new Server(false, command, folder, port, held);
    }

    /** Starts it; returns the seconds until it greeted. */
    double start() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(cpu.map(it -> it.counted(command)).orElse(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().put("PEER_SPOOL", folder.resolve("state").toString());
        long start = System.nanoTime();
        process = builder.start();
        while (!greets()) {
            if (!process.isAlive() || System.nanoTime() - start > START_LIMIT_NANOS) {
                throw new IOException("it did not start; its log: " + folder.resolve("log"));
            }
            Thread.sleep(1);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private boolean greets() {
        try (Smtp smtp = new Smtp(port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Counts the processor time of the process that will be started next. */
    Server withCpu(CpuTime time) {
        cpu = Optional.of(time);
        return this;
    }

    /** What it and all its processes have used, ended ones included. */
    double cpuSeconds() {
        try {
            return cpu.orElseThrow().seconds(process.toHandle());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Held held() {
        return held;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Ends it as a fault would: what it had in hand is lost. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Where it keeps its data, if it is ours. */
    Path data() {
        return folder.resolve("data");
    }

    /** Stops it and waits for its end. */
    @Override
    public void close() throws IOException {
        if (ours) {
            process.destroy();
        } else {
            // What made its namespaces takes no other signal, and all in them ends with it.
            process.destroyForcibly();
        }
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            if (cpu.isPresent()) {
                cpu.get().end();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
