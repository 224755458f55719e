import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gateway that is measured: ours or Postfix, a process that holds the mail of the domains dN.example. */
final class Server implements Closeable {
    private static final Path SCRIPTS = Path.of(System.getProperty("bench.scripts"));
    private static final long START_LIMIT_NANOS = 120_000_000_000L;
    private final List<String> command;
    private final Path folder;
    private final int port;
    private Process process;

    private Server(List<String> command, Path folder, int port) {
        this.command = command;
        this.folder = folder;
        this.port = port;
    }

    /** Ours, with a site dN for each domain, all reached at the same port. */
    static Server gateway(Path folder, int sites, int sitePort) throws IOException {
        int port = freePort();
        StringBuilder yaml = new StringBuilder("""
                hostname: mx.isp.example
                data: data
                postmaster: user@d0.example
                upstreams: [127.0.0.1/32]
                listeners: [{ name: smtp, kind: smtp, bind: "127.0.0.1:%d" }]
                admin: { bind: "127.0.0.1:%d" }
                limits: { messages-per-session: 1000000, etrn-per-session: 100000, etrn-per-minute: 100000 }
                sites:
                """.formatted(port, freePort()));
        for (int i = 0; i < sites; i++) {
            yaml.append("""
                    d%1$d: { domains: [d%1$d.example], route: { host: 127.0.0.1, port: %2$d }, trigger: { from: [127.0.0.1/32] } }
                    """.formatted(i, sitePort).indent(2));
        }
        Path settings = Files.writeString(Files.createDirectories(folder).resolve("gateway.yaml"), yaml);
        return new Server(
                List.of(SCRIPTS.resolve("gateway").toString(), "run", "--config", settings.toString()), folder, port);
    }

    /** Postfix as the handbook sets it up for ETRN, its queue on the same disk. */
    static Server postfix(Path folder, int sitePort) throws IOException {
        int port = freePort();
        Files.createDirectories(folder.resolve("state"));
        return new Server(
                List.of(SCRIPTS.resolve("peers").toString(), "run", "postfix",
                        SCRIPTS.resolve("benchmarks/postfix-gateway").toString(), "" + port, "" + sitePort),
                folder,
                port);
    }

    /** Starts it; returns the seconds until it greeted. */
    double start() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
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

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Stops it and waits for its end. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
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
