package org.etrngateway.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The listeners' TLS as programs see it that were not written here: openssl, swaks, fetchmail and testssl.sh. */
@Tag("peers")
@Execution(ExecutionMode.CONCURRENT)
class TlsDoorsTest {
    private static final long LIMIT_S = 60;
    /** Whether testssl.sh examines the doors, which takes minutes each. */
    private static final boolean EXAMINED = Boolean.getBoolean("doors.examined");

    /** What testssl.sh says of things that are as they should be, or not the business of a server of mail. */
    private static final List<String> HARMLESS = List.of("OK", "INFO", "LOW", "WARN", "DEBUG");

    /** Findings of a certificate that the test has made itself, and of no page of the web. */
    private static final List<String> OF_THE_CERTIFICATE = List.of("cert_chain_of_trust", "cert_revocation");

    @TempDir
    private Path folder;

    private final int smtps = Ports.free();
    private final int triggers = Ports.free();
    private final int submission = Ports.free();
    private final int submissions = Ports.free();
    private final int odmr = Ports.free();
    private GatewayProcess gateway;
    private RecordingSite site;
    private Path certificate;

    @BeforeEach
    void openDoors() throws Exception {
        int acme = Ports.free();
        certificate = Openssl.certificate(folder, "mx.isp.example");
        Openssl.certificate(folder, "mail.isp.example");
        gateway = GatewayProcess.prepare(
                folder, folder.resolve("data"), new GatewayProcess.Site("acme", acme, List.of("acme.example")));
        Path settings = folder.resolve("gateway.yaml");
        String all = Files.readString(settings)
                .replace("kind: smtp, ", "kind: smtp, tls: starttls, ")
                .replace("admin:", """
                          - { name: smtps, kind: smtp, tls: implicit, bind: "127.0.0.1:%d" }
                          - { name: triggers, kind: trigger, tls: implicit, bind: "127.0.0.1:%d" }
                          - { name: submission, kind: submission, tls: starttls, bind: "127.0.0.1:%d" }
                          - { name: submissions, kind: submission, tls: implicit, bind: "127.0.0.1:%d" }
                          - { name: odmr, kind: odmr, tls: starttls, bind: "127.0.0.1:%d" }
                        tls:
                          certificates:
                            - { certificate: mx.isp.example.pem, key: mx.isp.example.key }
                            - { certificate: mail.isp.example.pem, key: mail.isp.example.key }
                        admin:""".formatted(smtps, triggers, submission, submissions, odmr));
        Files.writeString(settings, all);
        gateway.start();
        site = new RecordingSite(acme);
    }

    @AfterEach
    void stop() throws IOException {
        if (site != null) {
            site.close();
        }
        gateway.close();
    }

    @Test
    void opensslShakesHandsAtEachDoor() throws Exception {
        for (int port : new int[] {gateway.smtpPort(), submission, odmr}) {
            assertThat(openssl(port, "mx.isp.example", "-starttls", "smtp")).contains("TLSv1.3", "221 2.0.0");
        }
        assertThat(openssl(triggers, "mx.isp.example")).contains("220 mx.isp.example", "TLSv1.3", "221 2.0.0");
        assertThat(openssl(triggers, "mx.isp.example", "-tls1_2")).contains("TLSv1.2", "221 2.0.0");
        for (int port : new int[] {smtps, submissions}) {
            // It sends what it has at once, which the strict ones do not like, unless a busy machine has greeted first.
            assertThat(openssl(port, "mx.isp.example")).contains("TLSv1.3").containsAnyOf("554 5.5.0", "221 2.0.0");
        }
    }

    @Test
    void olderVersionsAreRefused() throws Exception {
        for (String version : List.of("-tls1_1", "-tls1")) {
            String output = openssl(smtps, "mx.isp.example", version, "-cipher", "ALL:@SECLEVEL=0");
            assertThat(output).contains("alert protocol version").doesNotContain("220 mx.isp.example");
        }
    }

    @Test
    void theNameThatIsAskedForIsShown() throws Exception {
        assertThat(openssl(smtps, "mail.isp.example")).contains("CN = mail.isp.example");
        assertThat(openssl(smtps, "other.isp.example")).contains("CN = mx.isp.example");
        assertThat(openssl(gateway.smtpPort(), "mail.isp.example", "-starttls", "smtp"))
                .contains("CN = mail.isp.example");
    }

    @Test
    void aCertificateThatIsReplacedIsShownWithoutAStart() throws Exception {
        String before = serial(openssl(triggers, "mx.isp.example", "-showcerts"));
        Openssl.certificate(folder, "mx.isp.example");
        await().atMost(Duration.ofSeconds(LIMIT_S))
                .until(() -> !serial(openssl(triggers, "mx.isp.example", "-showcerts"))
                        .equals(before));
        String good = serial(openssl(triggers, "mx.isp.example", "-showcerts"));
        Files.writeString(certificate, "nothing");
        await().atMost(Duration.ofSeconds(LIMIT_S))
                .until(() -> Files.readString(gateway.log()).contains("those read before stay in force"));
        assertThat(serial(openssl(triggers, "mx.isp.example", "-showcerts"))).isEqualTo(good);
    }

    private static String serial(String output) {
        int begin = output.indexOf("-----BEGIN CERTIFICATE-----");
        return output.substring(begin, output.indexOf("-----END", begin));
    }

    @Test
    void swaksInjectsMailUnderTls() throws Exception {
        var came = site.expect(2);
        swaks(gateway.smtpPort(), "--tls");
        swaks(smtps, "--tls-on-connect");
        gateway.etrn("acme.example");
        assertThat(came.await(LIMIT_S, TimeUnit.SECONDS)).isTrue();
        assertThat(site.deliveries())
                .allSatisfy(delivery -> assertThat(delivery.trace().toString()).contains(" with ESMTPS id "));
    }

    @Test
    void fetchmailAsksUnderTls() throws Exception {
        swaks(gateway.smtpPort(), "--tls");
        Path settings = Files.createFile(
                folder.resolve("fetchmailrc"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                settings,
                "poll 127.0.0.1 protocol etrn service %d fetchdomains acme.example ssl sslcertfile %s sslcommonname mx.isp.example%n"
                        .formatted(triggers, certificate));
        var came = site.expect(1);
        run(
                0,
                Project.peer("fetchmail/usr/bin/fetchmail").toString(),
                "--fetchmailrc",
                settings.toString(),
                "--pidfile",
                folder.resolve("pid").toString(),
                "--nosyslog",
                "-v");
        assertThat(came.await(LIMIT_S, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void testsslFindsNothingAboveLow() throws Exception {
        assumeThat(EXAMINED).as("-Ddoors.examined=true").isTrue();
        List<CompletableFuture<List<String>>> examinations = new ArrayList<>();
        for (int port : new int[] {smtps, triggers, submissions}) {
            examinations.add(examine(port));
        }
        for (int port : new int[] {gateway.smtpPort(), submission, odmr}) {
            examinations.add(examine(port, "--starttls", "smtp"));
        }
        for (CompletableFuture<List<String>> findings : examinations) {
            assertThat(findings.get()).isEmpty();
        }
    }

    /** All at a time: it mostly waits. */
    private CompletableFuture<List<String>> examine(int port, String... options) {
        CompletableFuture<List<String>> findings = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        findings.complete(findings(port, options));
                    } catch (Exception | AssertionError e) {
                        findings.completeExceptionally(e);
                    }
                })
                .start();
        return findings;
    }

    /** The findings that are worse than LOW, as {@code id severity finding}. */
    private List<String> findings(int port, String... options) throws Exception {
        Path report = folder.resolve("testssl-" + port + ".csv");
        List<String> command = new ArrayList<>(List.of(
                Project.script("peers").toString(),
                "run",
                "testssl",
                "testssl",
                "--quiet",
                "--color",
                "0",
                "--warnings",
                "batch",
                "--nodns",
                "none",
                "--ip",
                "127.0.0.1",
                "--csvfile",
                report.toString()));
        command.addAll(List.of(options));
        command.add("mx.isp.example:" + port);
        String output = run(-1, command.toArray(String[]::new));
        List<String> lines = Files.readAllLines(report);
        assertThat(lines).as(output).anyMatch(line -> line.contains("\"TLS1_3\""));
        return lines.stream()
                .skip(1)
                .map(line -> line.substring(1, line.length() - 1).split("\",\"", -1))
                .filter(columns -> !HARMLESS.contains(columns[3])
                        && OF_THE_CERTIFICATE.stream().noneMatch(columns[0]::startsWith))
                .map(columns -> columns[0] + " " + columns[3] + " " + columns[4])
                .toList();
    }

    private String openssl(int port, String name, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "openssl", "s_client", "-connect", "127.0.0.1:" + port, "-servername", name, "-crlf", "-ign_eof"));
        command.addAll(List.of(options));
        return run(-1, "QUIT\n", command);
    }

    private void swaks(int port, String tls) throws Exception {
        run(
                0,
                "perl",
                Project.peer("swaks/usr/bin/swaks").toString(),
                "--server",
                "127.0.0.1",
                "--port",
                "" + port,
                tls,
                "--from",
                "sender@origin.example",
                "--to",
                "user@acme.example",
                "--body",
                "hello");
    }

    private String run(int expected, String... command) throws IOException, InterruptedException {
        return run(expected, "", List.of(command));
    }

    /**
     * Runs a program to its end.
     *
     * @param expected its exit code; -1: any
     */
    private String run(int expected, String input, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        try (var out = process.getOutputStream()) {
            out.write(input.getBytes(UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        int code = process.waitFor();
        assertThat(code).as(output).isIn(expected, expected < 0 ? code : expected);
        return output;
    }
}
