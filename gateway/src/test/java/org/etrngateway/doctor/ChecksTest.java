package org.etrngateway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.address.DomainName;
import org.etrngateway.config.ConfigLoader;
import org.etrngateway.config.GatewayConfig;
import org.etrngateway.config.TlsConfig;
import org.etrngateway.doctor.Finding.Level;
import org.etrngateway.queue.MailQueue.Acceptance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each check finds, and what it advises. */
class ChecksTest {
    private static final DomainName HOST = DomainName.parse("mx.isp.example");
    private static final Instant NOW = Instant.parse("2027-11-28T15:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    private Path folder;

    /** Names by tables; an address that is not in them cannot be found out. */
    private record Tables(List<String> addresses, Map<String, List<String>> back) implements NameCheck.Names {
        @Override
        public List<InetAddress> addresses(String host) throws IOException {
            List<InetAddress> found = new ArrayList<>();
            for (String address : addresses) {
                found.add(InetAddress.getByName(address));
            }
            return found;
        }

        @Override
        public List<String> names(InetAddress address) throws IOException {
            return Optional.ofNullable(back.get(address.getHostAddress()))
                    .orElseThrow(() -> new IOException("timed out"));
        }
    }

    private static List<Finding> name(List<String> addresses, Map<String, List<String>> back) {
        return new NameCheck(HOST, new Tables(addresses, back)).look();
    }

    @Test
    void ourNameLeadsThereAndBack() {
        assertThat(name(List.of("192.0.2.1"), Map.of("192.0.2.1", List.of("MX.isp.example"))))
                .containsExactly(Finding.ok("name", "mx.isp.example is 192.0.2.1 and back"));
        assertThat(name(List.of(), Map.of())).extracting(Finding::level).containsExactly(Level.PROBLEM);
        assertThat(name(List.of("192.0.2.1"), Map.of("192.0.2.1", List.of("dsl-7.isp.example"))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.ADVICE);
                    assertThat(finding.text()).endsWith("but back it is dsl-7.isp.example");
                    assertThat(finding.advice()).contains("PTR");
                });
        assertThat(name(List.of("192.0.2.1"), Map.of("192.0.2.1", List.of()))
                        .get(0)
                        .text())
                .endsWith("back it is nobody");
        assertThat(name(List.of("192.0.2.1"), Map.of()).get(0).text()).contains("DNS does not answer", "timed out");
        assertThat(name(List.of("127.0.1.1"), Map.of()).get(0).text()).contains("the outside does not reach");
    }

    @Test
    void theClockIsBelievedIfSomethingKeepsIt() throws IOException {
        Path sign = Files.createFile(folder.resolve("synchronized"));
        assertThat(clock(CLOCK, Optional.of(NOW.minusSeconds(5)), sign)).isEqualTo(Level.OK);
        assertThat(clock(CLOCK, Optional.empty(), folder.resolve("none"))).isEqualTo(Level.ADVICE);
        assertThat(clock(CLOCK, Optional.of(NOW.plusSeconds(3600)), sign)).isEqualTo(Level.PROBLEM);
        assertThat(clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), Optional.empty(), sign))
                .isEqualTo(Level.PROBLEM);
    }

    private static Level clock(Clock clock, Optional<Instant> lastRun, Path sign) {
        return new ClockCheck(clock, lastRun, List.of(sign)).look().get(0).level();
    }

    @Test
    void theDiskIsMeasuredAndLeftAsItWas() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(new DiskCheck(folder).look())
                .extracting(Finding::text)
                .anyMatch(text -> text.startsWith("a write is on the disk after "))
                .anyMatch(text -> text.startsWith("all users of this machine can look into "));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        assertThat(new DiskCheck(folder).look()).extracting(Finding::text).anyMatch(text -> text.endsWith("'s alone"));
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
        assertThat(new DiskCheck(folder.resolve("none")).look())
                .extracting(Finding::level)
                .containsExactly(Level.ADVICE);
    }

    @Test
    void whatTheScrubHasFoundIsToldAndWhatItHasNotReadToo() throws IOException {
        Path scrub = folder.resolve("scrub");
        assertThat(spool(scrub)).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.OK);
            assertThat(finding.text()).startsWith("not read through yet");
        });
        Files.write(scrub, List.of("2027-11-27T03:00:00.5Z false -"));
        assertThat(spool(scrub))
                .containsExactly(
                        Finding.ok("spool", "it was read through since 2027-11-27T03:00:00Z; no damage was found"));
        Files.write(
                scrub, List.of("2027-11-27T03:00:00Z true 0000000001.log", "found segments/1 at 12", "before large/2"));
        assertThat(spool(scrub)).extracting(Finding::text).containsExactly("segments/1 at 12", "large/2");
        assertThat(spool(scrub)).allMatch(finding -> finding.level() == Level.PROBLEM);
    }

    private static List<Finding> spool(Path scrub) {
        return new SpoolCheck(scrub).look();
    }

    @Test
    void aGatewayThatTakesNoMailIsAProblem() {
        assertThat(new GatewayCheck(Acceptance.OPEN, 3).look())
                .containsExactly(Finding.ok("gateway", "it runs; changes not yet in the index: 3"));
        assertThat(new GatewayCheck(Acceptance.FULL, 0).look())
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).endsWith("the disk is or was full"))
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.PROBLEM));
    }

    @Test
    void aCertificateIsOfTodayAndForUs() {
        Path folder = Path.of("../config/src/test/resources/certificates");
        TlsConfig tls = new TlsConfig(
                List.of(new TlsConfig.Pair(folder.resolve("mx.pem"), folder.resolve("mx.key"))), Optional.empty());
        Finding sound = certificate(tls, HOST, CLOCK);
        assertThat(sound.text()).contains("until ");
        assertThat(sound.level()).as(sound.text()).isEqualTo(Level.OK);
        assertThat(certificate(tls, DomainName.parse("other.example"), CLOCK).level())
                .isEqualTo(Level.ADVICE);
        Instant end = Instant.parse(sound.text().replaceFirst(".*until ", ""));
        assertThat(certificate(tls, HOST, at(end.minusSeconds(3600))).advice()).startsWith("renew it");
        assertThat(certificate(tls, HOST, at(end.plusSeconds(1))).level()).isEqualTo(Level.PROBLEM);
        assertThat(certificate(tls, HOST, at(Instant.EPOCH)).text()).contains("and begins only at");
        TlsConfig torn = new TlsConfig(
                List.of(new TlsConfig.Pair(folder.resolve("mx.key"), folder.resolve("mx.key"))), Optional.empty());
        assertThat(certificate(torn, HOST, CLOCK).level()).isEqualTo(Level.PROBLEM);
    }

    private static Finding certificate(TlsConfig tls, DomainName host, Clock clock) {
        return new CertificateCheck(tls, host, clock).look().get(0);
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    @Test
    void portsGreetOrCanBeOpened() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            GatewayConfig config = settings(taken.getLocalPort(), "");
            List<Finding> stopped = new PortCheck(config.listeners(), false).look();
            assertThat(stopped.get(0).advice())
                    .isEqualTo("another program has it: ss -ltnp 'sport = :" + taken.getLocalPort() + "'");
            Thread server = greet(taken, "220 mx.isp.example\r\n");
            assertThat(new PortCheck(config.listeners(), true).look().get(0).text())
                    .endsWith(" greets");
            server.join();
            Thread other = greet(taken, "HTTP/1.1 400 Bad Request\r\n");
            assertThat(new PortCheck(config.listeners(), true).look().get(0).level())
                    .isEqualTo(Level.PROBLEM);
            other.join();
        }
    }

    /** Says something to the next client. */
    private static Thread greet(ServerSocket server, String greeting) {
        Thread thread = new Thread(() -> {
            try (Socket client = server.accept()) {
                client.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
                client.getInputStream().readAllBytes();
            } catch (IOException e) {
                // the test finds no greeting then
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void eachSiteCanGetItsMail() throws Exception {
        try (ServerSocket site = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            GatewayConfig config = settings(2525, """
                      acme: { domains: [a.example], route: { host: 127.0.0.1, port: %d }, trigger: { from: [192.0.2.1/32] } }
                      mute: { domains: [b.example], route: { host: 127.0.0.1 } }
                      ship: { domains: [c.example], route: atrn, trigger: { account: ship } }
                      lost: { domains: [d.example], route: { host: nowhere.invalid }, mode: retry }
                    """.formatted(site.getLocalPort()));
            assertThat(new SiteCheck(config.sites().values(), config.listeners(), false).look())
                    .extracting(Finding::text)
                    .containsExactlyInAnyOrder(
                            "mute: nobody may ask for its mail, and it is not called",
                            "ship: it gets its mail by ATRN only, but no listener is of the kind odmr",
                            "lost: its host nowhere.invalid has no address");
            Thread server = greet(site, "220 acme\r\n");
            assertThat(new SiteCheck(config.sites().values(), config.listeners(), true).look())
                    .contains(Finding.ok("site", "acme greets at 127.0.0.1:" + site.getLocalPort()));
            server.join();
        }
    }

    private GatewayConfig settings(int port, String sites) throws IOException {
        Path file = Files.writeString(
                folder.resolve("gateway.yaml"), """
                hostname: mx.isp.example
                data: data
                postmaster: admin@isp.example
                listeners: [{ name: smtp, kind: smtp, bind: "127.0.0.1:%d" }]
                """.formatted(port) + (sites.isEmpty() ? "" : "sites:\n" + sites));
        var loaded = ConfigLoader.load(file);
        assertThat(loaded.problems()).isEmpty();
        return loaded.config().orElseThrow();
    }
}
