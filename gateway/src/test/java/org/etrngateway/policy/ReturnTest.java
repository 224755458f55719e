package org.etrngateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.etrngateway.account.Accounts;
import org.etrngateway.account.TestAccounts;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.IpAddress;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.CertificateId;
import org.etrngateway.config.DomainPattern;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.ProofConfig;
import org.etrngateway.config.ProofConfig.Require;
import org.etrngateway.config.Route;
import org.etrngateway.config.ScheduleConfig;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.config.TlsMode;
import org.etrngateway.config.TriggerConfig;
import org.etrngateway.config.TriggerConfig.Occasion;
import org.etrngateway.delivery.Caller;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.delivery.TriggerAnswer;
import org.etrngateway.net.TestTls;
import org.etrngateway.queue.MemoryQueue;
import org.etrngateway.session.Secured;
import org.etrngateway.session.Service;
import org.etrngateway.transcript.Transcript;
import org.etrngateway.transcript.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site whose coming is as good as an ETRN, and others for which it is not. */
class ReturnTest {
    private static final SiteName ACME = new SiteName("acme");
    private static final AccountName ACCOUNT = new AccountName("acme");
    private static final InetAddress HERE = IpAddress.parse("192.0.2.25");
    private static final InetAddress AT_HOME = IpAddress.parse("192.0.2.1");
    private static final InetAddress ELSEWHERE = IpAddress.parse("203.0.113.9");
    private static final Accounts ACCOUNTS =
            new TestAccounts().with("acme", "secret").build();
    private static final ProofConfig HOME_OR_LOGIN =
            new ProofConfig(List.of(AddressRange.parse("192.0.2.1")), List.of(ACCOUNT), List.of(), Require.ANY, true);

    private final World world = new World(new Transcript("", Map.of(), List.of(), List.of(), List.of()));
    private final List<Trigger> triggers = new ArrayList<>();

    private GatewayPolicy policy(InetAddress client, ProofConfig proof, Occasion... alsoOn) {
        PolicyRules rules = new PolicyRules(
                DomainName.parse("mx.isp.example"),
                Mailbox.parse("admin@isp.example"),
                List.of(),
                List.of(site(proof, Set.of(alsoOn))),
                Map.of(),
                world.rules().limits());
        Office office = TestOffice.of(
                () -> rules,
                new MemoryQueue(domain -> Optional.of(ACME), Map.of(), world.clock()),
                trigger -> {
                    triggers.add(trigger);
                    return new TriggerAnswer(TriggerAnswer.Kind.STARTED, 1, "");
                },
                ACCOUNTS,
                world.clock());
        return new GatewayPolicy(
                office,
                trigger -> CompletableFuture.failedFuture(new IllegalStateException("nobody asks for a turn")),
                Service.TRIGGER,
                client,
                HERE);
    }

    private static SiteConfig site(ProofConfig proof, Set<Occasion> alsoOn) {
        return new SiteConfig(
                ACME,
                List.of(DomainPattern.parse("acme.example")),
                Optional.empty(),
                new Route.Atrn(),
                new TriggerConfig(
                        proof, TriggerConfig.Scope.DOMAIN, TriggerConfig.Codes.COUNTED, Duration.ofMinutes(10), alsoOn),
                new SessionConfig(
                        TlsMode.MAY, SessionConfig.Pipelining.AUTO, SessionConfig.EightBit.PASS, Duration.ZERO),
                ScheduleConfig.HOLD,
                new SiteConfig.Quota(0, 0),
                FlushConfig.STANDARD);
    }

    private static int login(GatewayPolicy policy, String password) {
        byte[] words = ("\0acme\0" + password).getBytes(StandardCharsets.UTF_8);
        int code = policy.login("PLAIN", Optional.of(words))
                .toCompletableFuture()
                .join()
                .code();
        if (code == 235) {
            policy.loggedIn();
        }
        return code;
    }

    /** All of the site's mail, whatever an ETRN for one name would release. */
    @Test
    void itConnects() {
        policy(AT_HOME, HOME_OR_LOGIN, Occasion.CONNECT).connected();
        assertThat(triggers)
                .containsExactly(new Trigger(
                        ACME,
                        Optional.empty(),
                        Trigger.Cause.RETURN,
                        "192.0.2.1",
                        Optional.of(new Caller(AT_HOME, HERE, false, false))));
    }

    @Test
    void itLogsIn() {
        GatewayPolicy policy = policy(ELSEWHERE, HOME_OR_LOGIN, Occasion.LOGIN);
        policy.connected();
        assertThat(login(policy, "wrong")).isEqualTo(535);
        assertThat(triggers).isEmpty();
        assertThat(login(policy, "secret")).isEqualTo(235);
        assertThat(triggers)
                .containsExactly(new Trigger(
                        ACME,
                        Optional.empty(),
                        Trigger.Cause.RETURN,
                        "account acme, 203.0.113.9",
                        Optional.of(new Caller(ELSEWHERE, HERE, true, false))));
    }

    @Test
    void aSessionIsOneReturn() {
        GatewayPolicy policy = policy(AT_HOME, HOME_OR_LOGIN, Occasion.CONNECT, Occasion.LOGIN);
        policy.connected();
        assertThat(login(policy, "secret")).isEqualTo(235);
        assertThat(triggers).hasSize(1);
        policy(AT_HOME, HOME_OR_LOGIN, Occasion.CONNECT).connected();
        assertThat(triggers).hasSize(2);
    }

    @Test
    void aStrangerIsNobody() {
        policy(ELSEWHERE, HOME_OR_LOGIN, Occasion.CONNECT).connected();
        assertThat(triggers).isEmpty();
    }

    @Test
    void withoutTheSettingOnlyEtrnCounts() {
        GatewayPolicy policy = policy(AT_HOME, HOME_OR_LOGIN);
        policy.connected();
        assertThat(login(policy, "secret")).isEqualTo(235);
        assertThat(triggers).isEmpty();
        assertThat(policy.etrn("acme.example", true).isPositive()).isTrue();
        assertThat(triggers).extracting(Trigger::cause).containsExactly(Trigger.Cause.ETRN);
    }

    @Test
    void oneOccasionIsNotTheOther() {
        GatewayPolicy onLogin = policy(AT_HOME, HOME_OR_LOGIN, Occasion.LOGIN);
        onLogin.connected();
        assertThat(triggers).isEmpty();
        GatewayPolicy onConnect = policy(ELSEWHERE, HOME_OR_LOGIN, Occasion.CONNECT);
        onConnect.connected();
        assertThat(login(onConnect, "secret")).isEqualTo(235);
        assertThat(triggers).isEmpty();
    }

    @Test
    void whereAddressAndLoginAreAskedForTheAddressIsNotEnough() {
        ProofConfig both =
                new ProofConfig(HOME_OR_LOGIN.from(), HOME_OR_LOGIN.accounts(), List.of(), Require.ALL, true);
        GatewayPolicy policy = policy(AT_HOME, both, Occasion.CONNECT, Occasion.LOGIN);
        policy.connected();
        assertThat(triggers).isEmpty();
        assertThat(login(policy, "secret")).isEqualTo(235);
        assertThat(triggers).hasSize(1);
    }

    /** It connects, and who it is shows with its certificate. */
    @Test
    void itsCertificateIsSeen(@TempDir Path folder) throws Exception {
        X509Certificate shown = new TestTls(folder).certificate();
        ProofConfig proof =
                new ProofConfig(List.of(), List.of(), List.of(CertificateId.fingerprint(shown)), Require.ANY, false);
        GatewayPolicy policy = policy(ELSEWHERE, proof, Occasion.CONNECT);
        policy.connected();
        assertThat(triggers).isEmpty();
        policy.secured(new Secured("TLSv1.3", "TLS_AES_128_GCM_SHA256", Optional.of(shown), false));
        assertThat(triggers).singleElement().satisfies(trigger -> {
            assertThat(trigger.cause()).isEqualTo(Trigger.Cause.RETURN);
            assertThat(trigger.caller()).contains(new Caller(ELSEWHERE, HERE, true, true));
        });
    }
}
