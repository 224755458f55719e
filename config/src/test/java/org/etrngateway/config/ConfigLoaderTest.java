package org.etrngateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.IpAddress;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;
import org.etrngateway.calendar.DateRule;
import org.etrngateway.wording.Language;
import org.etrngateway.wording.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
    private static final String MINIMAL = "hostname: mx.isp.example\npostmaster: admin@isp.example\n";

    @TempDir
    Path folder;

    @Test
    void theSampleThatIsShippedIsValid() {
        GatewayConfig config = load(Path.of("gateway.yaml"));

        assertThat(config.sites().keySet()).containsExactly(new SiteName("acme"), new SiteName("branch"));
        assertThat(config.data()).isEqualTo(Path.of("../data").toAbsolutePath().normalize());
        assertThat(config.listeners()).isEqualTo(load(write(MINIMAL)).listeners());
        assertPrintsTheSame(config);
    }

    @Test
    void whatIsLeftOutHasADefault() {
        GatewayConfig config = load(write(MINIMAL));

        assertThat(config.data()).isEqualTo(folder.resolve("data"));
        assertThat(config.admin().bind()).isEqualTo(new HostAddress("127.0.0.1", 2580));
        assertThat(config.limits().messageSize()).isEqualTo(50_000_000);
        assertThat(config.outbound().route()).isEqualTo(new Route.Mx(25));
        assertThat(config.sites()).isEmpty();
        assertPrintsTheSame(config);
    }

    @Test
    void everyKeyIsReadAndPrinted() throws IOException {
        Files.writeString(folder.resolve("acme.list"), "@acme.example\n");
        Path auth = Files.writeString(folder.resolve("relay.auth"), "gateway\nsecret\n");
        Files.setPosixFilePermissions(auth, PosixFilePermissions.fromString("rw-------"));

        GatewayConfig config = load(write(MINIMAL + """
                data: /srv/mail
                upstreams: [198.51.100.0/24, "2001:db8::/32"]
                listeners: [{ name: mx, kind: smtp, bind: "[::1]:0" }]
                limits: { message-size: 64KiB, recipients: 100, etrn-per-minute: 7, login-failures: 3, login-lock: 1h }
                secrets: /etc/etrn/secrets
                secrets-key: keys/secrets.key
                content: { bare-newlines: normalise }
                admin: { bind: "127.0.0.1:0" }
                log: { format: json }
                sites:
                  acme:
                    domains: [acme.example, "*.branch.acme.example"]
                    recipients: acme.list
                    route: mx
                    mode: [retry, window]
                    windows:
                      - { cron: "0 0 22 ? * MON-FRI", zone: Europe/Berlin, for: 6h, budget: { time: 1h } }
                      - { cron: "0 0 3 1 * ?", for: 2h, large: true, except: [01-01, 2027-05-01] }
                    trigger:
                      from: [192.0.2.0/29]
                      account: [acme, acme@branch]
                      certificates: ["sha256/%s", "CN=mail.acme.example, O=Acme"]
                      require: all
                      plain-text-auth: true
                      also-on: [connect, login]
                      scope: domain
                      codes: plain
                      lifetime: 1h30m
                    submission: { from: [acme.example, "*.lists.example", news@partner.example] }
                    tls: require
                    pipelining: lockstep
                    eight-bit: refuse
                    checkpoint: off
                    retry: 1m, 2m*3...
                    retry-for: { unreachable: { first: 1m, most: 1h }, urgent: 30s, bulk: none }
                    expire: 10d
                    quota: { bytes: 2GB, messages: 10 }
                    bind: same
                    order: small-first
                    sessions: auto
                    oversize: { above: 2MB, notify: false }
                    budget: { session: { bytes: 2MB }, day: { time: 1h } }
                  other:
                    domains: other.example
                    route: { mx: { port: 2526 } }
                    checkpoint: { above: 1MB }
                    bind: "2001:db8::7"
                    sessions: 3
                outbound:
                  relay: { host: smarthost.isp.example, port: 587, auth-file: relay.auth, tls: require }
                """.formatted("9F:".repeat(31) + "9f")));

        SiteConfig acme = config.sites().get(new SiteName("acme"));
        assertThat(acme.schedule().mode()).isEqualTo(Set.of(ScheduleConfig.Mode.RETRY, ScheduleConfig.Mode.WINDOW));
        assertThat(acme.trigger().lifetime()).isEqualTo(Duration.ofMinutes(90));
        assertThat(acme.trigger().proof().accounts())
                .containsExactly(new AccountName("acme"), new AccountName("acme@branch"));
        assertThat(acme.trigger().proof().certificates())
                .containsExactly(
                        new CertificateId("sha256/" + "9f".repeat(32)),
                        CertificateId.parse("cn=Mail.acme.example,o=acme"));
        assertThat(acme.trigger().proof().require()).isEqualTo(ProofConfig.Require.ALL);
        assertThat(acme.trigger().alsoOn())
                .containsExactlyInAnyOrder(TriggerConfig.Occasion.CONNECT, TriggerConfig.Occasion.LOGIN);
        assertThat(config.secrets())
                .isEqualTo(new SecretsConfig(Path.of("/etc/etrn/secrets"), folder.resolve("keys/secrets.key")));
        assertThat(acme.maySendAs(Mailbox.parse("x@acme.example"))).isTrue();
        assertThat(acme.maySendAs(Mailbox.parse("x@a.lists.example"))).isTrue();
        assertThat(acme.maySendAs(Mailbox.parse("News@partner.example"))).isTrue();
        assertThat(acme.maySendAs(Mailbox.parse("x@partner.example"))).isFalse();
        assertThat(acme.maySendAs(Mailbox.parse("x@north.branch.acme.example"))).isFalse();
        assertThat(config.sites().get(new SiteName("other")).maySendAs(Mailbox.parse("x@other.example")))
                .isTrue();
        assertThat(acme.schedule().retry().ofSite())
                .isEqualTo(new RetryGrowth(Duration.ofMinutes(1), 2, Duration.ofHours(1), 20));
        assertThat(acme.schedule().retry().ofMessage(1)).isEqualTo(RetrySteps.parse("30s"));
        assertThat(acme.schedule().retry().ofMessage(-9)).isEqualTo(new RetryNever());
        assertThat(acme.schedule().retry().standard()).hasToString("1m, 2m*3…");
        assertThat(acme.recipients()).contains(folder.resolve("acme.list"));
        assertThat(acme.flush().from()).isEqualTo(CallFrom.SAME);
        assertThat(acme.flush().budget().session()).isEqualTo(new BudgetConfig.Limit(2_000_000, Optional.empty()));
        assertThat(acme.flush().budget().day().time()).contains(Duration.ofHours(1));
        assertThat(acme.flush().sessions()).isEqualTo(Sessions.AUTO);
        assertThat(config.sites().get(new SiteName("other")).flush().sessions()).isEqualTo(new Sessions(3, false));
        assertThat(acme.holdAbove()).isEqualTo(2_000_000);
        assertThat(acme.refuseAbove()).isZero();
        assertThat(config.sites().get(new SiteName("other")).flush().from())
                .isEqualTo(new CallFrom.Fixed(IpAddress.parse("2001:db8::7")));
        assertThat(acme.session().tls()).isEqualTo(TlsMode.REQUIRE);
        assertThat(acme.session().checkpoint()).isEmpty();
        assertThat(config.sites().get(new SiteName("other")).session().checkpoint())
                .hasValue(1_000_000);
        assertThat(config.outbound().session().checkpoint()).hasValue(64 * 1024);
        assertThat(config.outbound().route())
                .isEqualTo(new Route.Relay(new HostAddress("smarthost.isp.example", 587), Optional.of(auth)));
        assertPrintsTheSame(config);
    }

    @Test
    void credentialsThatOthersCanReadAreAProblem() throws IOException {
        Path auth = Files.writeString(folder.resolve("relay.auth"), "gateway\nsecret\n");
        Files.setPosixFilePermissions(auth, PosixFilePermissions.fromString("rw-r--r--"));

        Loaded loaded =
                ConfigLoader.load(write(MINIMAL + "outbound: { relay: { host: localhost, auth-file: relay.auth } }\n"));

        assertThat(loaded.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("outbound.relay.auth-file");
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.text()).contains("chmod 600").doesNotContain("secret");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "smarthost.isp.example, may, outbound.relay.tls",
        "smarthost.isp.example, none, outbound.relay.tls",
        "smarthost.isp.example, require,",
        "192.0.2.7, may, outbound.relay.tls",
        "127.0.0.1, none,",
        "localhost, may,"
    })
    void credentialsGoUnderVerifiedTlsOrToThisMachine(String host, String tls, String problem) throws IOException {
        Path auth = Files.writeString(folder.resolve("relay.auth"), "gateway\nsecret\n");
        Files.setPosixFilePermissions(auth, PosixFilePermissions.fromString("rw-------"));

        Loaded loaded = ConfigLoader.load(write(
                MINIMAL + "outbound: { relay: { host: %s, auth-file: relay.auth, tls: %s } }\n".formatted(host, tls)));

        assertThat(loaded.problems().stream().map(ConfigProblem::key).toList())
                .isEqualTo(problem == null ? List.of() : List.of(problem));
    }

    @Test
    void secretsThatOthersCanReadAreAProblem() throws IOException {
        Path secrets = Files.writeString(folder.resolve("accounts"), "");
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw----r--"));

        Loaded loaded = ConfigLoader.load(write(MINIMAL + "secrets: accounts\n"));

        assertThat(loaded.problems())
                .singleElement()
                .asString()
                .endsWith("gateway.yaml:3: secrets: " + secrets
                        + ": others can read or change the file: chmod 600 helps");
    }

    @Test
    void fiveThousandSitesMayHaveAFileEach() throws IOException {
        Path sites = Files.createDirectory(folder.resolve("sites.d"));
        for (int i = 0; i < 5_000; i++) {
            String text = "domains: [site" + i + ".example]\nroute: { host: 192.0.2.7 }\n";
            Files.writeString(sites.resolve("site" + i + ".yaml"), text);
        }

        GatewayConfig config = load(write(MINIMAL));

        assertThat(config.sites()).hasSize(5_000);
        assertThat(new SiteDirectory(config.sites().values()).siteOf(new DomainName("site4999.example")))
                .contains(new SiteName("site4999"));
    }

    @Test
    void theReferenceNamesEveryMappingAndItsDefaults() {
        assertThat(ConfigText.reference())
                .contains("| `hostname` | a domain name | required |")
                .contains("| `message-size` |")
                .contains("`50MB`")
                .contains("| `auth-file` |")
                .contains("| `lifetime` |");
    }

    @Test
    void namesStandForWhatTheMainFileSaysOfThemInFilesOfSitesToo() throws IOException {
        Path sites = Files.createDirectory(folder.resolve("sites.d"));
        Files.writeString(sites.resolve("acme.yaml"), """
                domains: [acme.example]
                route: mx
                mode: [retry, window]
                retry: quick
                retry-for: { bulk: slow }
                windows: [{ cron: "0 0 22 * * ?", for: 6h, except: [holidays, 2027-03-26] }]
                """);

        GatewayConfig config = load(write(MINIMAL + """
                schedules: { quick: "1m, 5m", slow: { first: 1h } }
                calendars: { holidays: [12-25, 12-26] }
                outbound: { retry: quick }
                """));

        ScheduleConfig schedule = config.sites().get(new SiteName("acme")).schedule();
        assertThat(schedule.retry().standard()).isEqualTo(RetrySteps.parse("1m, 5m"));
        assertThat(schedule.retry().bulk()).hasValue(new RetryGrowth(Duration.ofHours(1), 2, Duration.ofHours(4), 20));
        assertThat(schedule.windows().get(0).except())
                .extracting(DateRule::toString)
                .containsExactly("12-25", "12-26", "2027-03-26");
        assertThat(config.outbound().retry()).isEqualTo(RetrySteps.parse("1m, 5m"));
        assertPrintsTheSame(config);
    }

    @Test
    void notices() throws IOException {
        Path texts = Files.createDirectory(folder.resolve("texts"));
        Files.writeString(texts.resolve("ru.txt"), "[next-soon]\nСкоро.\n");

        GatewayConfig config = load(write(MINIMAL + """
                notices:
                  delay: never
                  ahead: 2d
                  language: ru
                  templates: texts
                  bounce: plausible
                  believe: [filter.isp.example]
                sites:
                  acme: { domains: [acme.example], route: mx, notices: { delay: 12h, language: en } }
                  beta: { domains: [beta.example], route: mx, notices: { delay: never } }
                """));

        assertThat(config.notices().delay()).isEqualTo(NoticeDelay.NEVER);
        assertThat(config.notices().wording().of(Language.RU, Section.NEXT_SOON).text())
                .isEqualTo("Скоро.");
        assertThat(config.sites().get(new SiteName("acme")).notices())
                .isEqualTo(
                        new SiteNotices(Optional.of(NoticeDelay.of(Duration.ofHours(12))), Optional.of(Language.EN)));
        assertThat(config.sites().get(new SiteName("beta")).notices().delay()).hasValue(NoticeDelay.NEVER);
        assertPrintsTheSame(config);
    }

    private void assertPrintsTheSame(GatewayConfig config) {
        Path printed = folder.resolve("printed/gateway.yaml");
        try {
            Files.createDirectories(printed.getParent());
            Files.writeString(printed, ConfigText.print(config));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(load(printed)).isEqualTo(config);
    }

    private static GatewayConfig load(Path file) {
        Loaded loaded = ConfigLoader.load(file);
        assertThat(loaded.problems()).isEmpty();
        return loaded.config().orElseThrow();
    }

    private Path write(String text) {
        try {
            return Files.writeString(folder.resolve("gateway.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
