package org.etrngateway.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.etrngateway.net.TestTls;
import org.etrngateway.peers.TurnClientsTest.Ran;

/** A gateway for the site acme, which nobody can call, with an account and a certificate. For one thread. */
final class TurningGateway implements AutoCloseable {
    static final String USER = "acme";
    static final String PASSWORD = "tanstaaftanstaaf";

    private final Path folder;
    private final GatewayProcess process;
    private final int odmrPort;
    private final int odmrsPort;

    private TurningGateway(Path folder, GatewayProcess process, int odmrPort, int odmrsPort) {
        this.folder = folder;
        this.process = process;
        this.odmrPort = odmrPort;
        this.odmrsPort = odmrsPort;
    }

    /**
     * Starts one in the folder, and returns when it greets.
     *
     * @param address on which its odmr listeners are
     */
    static TurningGateway start(Path folder, String address) throws Exception {
        int odmr = Ports.free();
        int odmrs = Ports.free();
        new TestTls(folder).write(folder.resolve("chain.pem"), folder.resolve("key.pem"));
        GatewayProcess process = GatewayProcess.prepare(folder, """
                tls: { certificates: [{ certificate: chain.pem, key: key.pem }] }
                """, """
                  - { name: odmr, kind: odmr, bind: "%s:%d" }
                  - { name: odmrs, kind: odmr, bind: "%s:%d", tls: implicit }
                """.formatted(address, odmr, address, odmrs), """
                  acme:
                    domains: [acme.example, branch.example]
                    route: atrn
                    trigger: { account: acme }
                    one-line-records: true
                """);
        TurningGateway gateway = new TurningGateway(folder, process, odmr, odmrs);
        Files.createFile(
                gateway.authFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(gateway.authFile(), USER + "\n" + PASSWORD + "\n");
        Process passwd = gateway.launch("site", "passwd", "acme", "--cram-md5", "--config", gateway.settings());
        passwd.getOutputStream().write((PASSWORD + "\n").getBytes(US_ASCII));
        passwd.getOutputStream().close();
        Ran set = Ran.of(passwd);
        assertThat(set.code()).as(set.output()).isZero();
        process.start();
        return gateway;
    }

    private String settings() {
        return folder.resolve("gateway.yaml").toString();
    }

    int smtpPort() {
        return process.smtpPort();
    }

    int odmrPort() {
        return odmrPort;
    }

    /** The one with TLS from the beginning. */
    int odmrsPort() {
        return odmrsPort;
    }

    /** User and password for the commands of the site's side. */
    Path authFile() {
        return folder.resolve("auth");
    }

    /** What is held, as JSON. */
    String queue() throws Exception {
        return command("queue", "acme", "--json", "--config", settings()).output();
    }

    /** Runs a command of the gateway. */
    Ran command(String... words) throws Exception {
        return Ran.of(launch(words));
    }

    private Process launch(String... words) throws Exception {
        return new ProcessBuilder(java(words)).redirectErrorStream(true).start();
    }

    /** The command line of a command of the gateway, to be run where the caller likes. */
    static List<String> java(String... words) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx64m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "org.etrngateway.cli.Main"));
        command.addAll(Arrays.asList(words));
        return command;
    }

    @Override
    public void close() {
        process.close();
    }
}
