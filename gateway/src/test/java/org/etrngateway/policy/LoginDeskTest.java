package org.etrngateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.etrngateway.account.Accounts;
import org.etrngateway.account.Hmac;
import org.etrngateway.account.Mechanism;
import org.etrngateway.account.ScramClient;
import org.etrngateway.account.TestAccounts;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.IpAddress;
import org.etrngateway.address.SiteName;
import org.etrngateway.session.Secured;
import org.etrngateway.session.Service;
import org.etrngateway.smtp.Reply;
import org.etrngateway.transcript.Transcript;
import org.etrngateway.transcript.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoginDeskTest {
    private static final Accounts ACCOUNTS = new TestAccounts()
            .with("acme", "secret")
            .withoutSharedSecret("branch", "other")
            .build();

    private final PolicyRules rules =
            new World(new Transcript("", Map.of("accounts", "yes"), List.of(), List.of(), List.of())).rules();
    private final Queue<Runnable> hashing = new ArrayDeque<>();
    private Client client = Client.at(IpAddress.parse("203.0.113.9"), InetAddress.getLoopbackAddress())
            .underTls(new Secured("TLSv1.3", "TLS_AES_128_GCM_SHA256", Optional.empty(), false));

    private LoginDesk desk(Service service) {
        Logins logins = TestOffice.logins(() -> rules, ACCOUNTS, Clock.systemUTC());
        return new LoginDesk(() -> rules, logins, service, () -> client);
    }

    @Test
    void whatIsOfferedDependsOnTheListenerAndOnTls() {
        assertThat(desk(Service.SUBMISSION).mechanisms())
                .containsExactly(Mechanism.SCRAM_SHA_256, Mechanism.PLAIN, Mechanism.LOGIN);
        assertThat(desk(Service.ODMR).mechanisms()).contains(Mechanism.CRAM_MD5);
        assertThat(desk(Service.SMTP).mechanisms()).isEmpty();
    }

    @Test
    void scramTellsOfItselfBeforeItBelieves() {
        LoginDesk desk = desk(Service.SUBMISSION);
        ScramClient scram = new ScramClient("branch", "other");
        Reply challenge = now(desk.begin("SCRAM-SHA-256", Optional.of(scram.first())));
        Reply last = now(desk.respond(scram.answer(text(challenge)).orElseThrow()));
        assertThat(last.code()).isEqualTo(334);
        assertThat(scram.isGenuine(text(last))).isTrue();
        assertThat(now(desk.respond(new byte[0])).code()).isEqualTo(235);
        assertThat(desk.account()).isEqualTo(new AccountName("branch"));
    }

    @Test
    void scramThatIsNotConfirmedIsNothing() {
        LoginDesk desk = desk(Service.SUBMISSION);
        ScramClient scram = new ScramClient("branch", "other");
        Reply challenge = now(desk.begin("SCRAM-SHA-256", Optional.of(scram.first())));
        assertThat(now(desk.respond(scram.answer(text(challenge)).orElseThrow()))
                        .code())
                .isEqualTo(334);
        assertThat(now(desk.respond(new byte[] {1})).code()).isEqualTo(501);
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void aWrongPasswordAndAWrongNameHearTheSame(Mechanism mechanism) {
        assertThat(refusal(mechanism, "acme")).isEqualTo(refusal(mechanism, "nobody"));
        assertThat(refusal(mechanism, "acme").code()).isEqualTo(535);
    }

    private Reply refusal(Mechanism mechanism, String name) {
        LoginDesk desk = desk(Service.TRIGGER);
        Reply begun = now(desk.begin(mechanism.word(), Optional.empty()));
        ScramClient scram = new ScramClient(name, "wrong");
        return switch (mechanism) {
            case PLAIN -> now(desk.respond(octets("\0" + name + "\0wrong")));
            case LOGIN -> {
                assertThat(now(desk.respond(octets(name))).code()).isEqualTo(334);
                yield now(desk.respond(octets("wrong")));
            }
            case CRAM_MD5 -> now(desk.respond(octets(name + " " + Hmac.md5(octets("wrong"), text(begun)))));
            case SCRAM_SHA_256 -> {
                Reply challenge = now(desk.respond(scram.first()));
                yield now(desk.respond(scram.answer(text(challenge)).orElseThrow()));
            }
        };
    }

    @Test
    void cramMd5KnowsTheSecretThatIsKept() {
        LoginDesk desk = desk(Service.ODMR);
        Reply challenge = now(desk.begin("CRAM-MD5", Optional.empty()));
        assertThat(now(desk.respond(octets("acme " + Hmac.md5(octets("secret"), text(challenge)))))
                        .code())
                .isEqualTo(235);
    }

    /** The time of an answer is that of one hash, which is why strangers learn nothing from it. */
    @Test
    void aNameThatIsNoneCostsAHashToo() {
        Logins logins = new Logins(
                () -> ACCOUNTS, new LoginLimits(() -> rules, Clock.systemUTC()), hashing::add, Duration.ZERO);
        LoginDesk desk = new LoginDesk(() -> rules, logins, Service.TRIGGER, () -> client);
        for (String name : List.of("acme", "nobody")) {
            CompletableFuture<Reply> answer = desk.begin("PLAIN", Optional.of(octets("\0" + name + "\0wrong")))
                    .toCompletableFuture();
            assertThat(answer).as("before the hash of %s", name).isNotDone();
            hashing.remove().run();
            assertThat(answer).isDone();
        }
        assertThat(hashing).isEmpty();
    }

    @Test
    void whoFailedTooOftenCostsNoHash() {
        Logins logins = new Logins(
                () -> ACCOUNTS, new LoginLimits(() -> rules, Clock.systemUTC()), hashing::add, Duration.ZERO);
        LoginDesk desk = new LoginDesk(() -> rules, logins, Service.TRIGGER, () -> client);
        for (int i = 0; i < 10; i++) {
            assertThat(desk.begin("PLAIN", Optional.of(octets("\0acme\0wrong"))))
                    .isNotNull();
        }
        assertThat(hashing).hasSize(10);
        CompletionStage<Reply> refused = desk.begin("PLAIN", Optional.of(octets("\0acme\0wrong")));
        assertThat(hashing).hasSize(10);
        assertThat(now(refused).code()).isEqualTo(454);
    }

    @Test
    void whoFailedHearsOfItLaterAndWhoIsRightAtOnce() {
        Logins logins = new Logins(
                () -> ACCOUNTS, new LoginLimits(() -> rules, Clock.systemUTC()), Runnable::run, Duration.ofDays(1));
        LoginDesk desk = new LoginDesk(() -> rules, logins, Service.TRIGGER, () -> client);
        assertThat(desk.begin("PLAIN", Optional.of(octets("\0acme\0wrong"))).toCompletableFuture())
                .isNotDone();
        assertThat(desk.begin("PLAIN", Optional.of(octets("\0acme\0secret"))).toCompletableFuture())
                .isDone();
    }

    @Test
    void whoFailedTooOftenIsNotBelievedForAProofEither() {
        Logins logins = TestOffice.logins(() -> rules, ACCOUNTS, Clock.systemUTC());
        for (int i = 0; i < 10; i++) {
            assertThat(cramMd5(logins, "wrong")).isEqualTo(535);
        }
        assertThat(cramMd5(logins, "secret")).isEqualTo(454);
    }

    private int cramMd5(Logins logins, String password) {
        LoginDesk desk = new LoginDesk(() -> rules, logins, Service.ODMR, () -> client);
        Reply challenge = now(desk.begin("CRAM-MD5", Optional.empty()));
        return now(desk.respond(octets("acme " + Hmac.md5(octets(password), text(challenge)))))
                .code();
    }

    @Test
    void whereTooManyHashWhoComesIsPutOff() {
        Logins logins = new Logins(
                () -> ACCOUNTS,
                new LoginLimits(() -> rules, Clock.systemUTC()),
                task -> {
                    throw new RejectedExecutionException();
                },
                Duration.ZERO);
        LoginDesk desk = new LoginDesk(() -> rules, logins, Service.TRIGGER, () -> client);
        assertThat(now(desk.begin("PLAIN", Optional.of(octets("\0acme\0secret"))))
                        .code())
                .isEqualTo(454);
    }

    @Test
    void withoutTlsAPasswordOfASiteThatDoesNotWantThatIsNotBelieved() {
        client = Client.at(client.address(), client.local());
        assertThat(now(desk(Service.TRIGGER).begin("PLAIN", Optional.of(octets("\0branch\0other"))))
                        .code())
                .isEqualTo(535);
        assertThat(now(desk(Service.TRIGGER).begin("PLAIN", Optional.of(octets("\0acme\0secret"))))
                        .code())
                .isEqualTo(235);
    }

    @Test
    void withoutTlsAndWithoutASiteThatWantsItPasswordsAreNotAskedFor() {
        client = Client.at(client.address(), client.local());
        PolicyRules strict = new PolicyRules(
                rules.hostname(),
                rules.postmaster(),
                List.of(),
                List.of(rules.site(new SiteName("branch"))),
                Map.of(),
                rules.limits());
        Logins logins = TestOffice.logins(() -> strict, ACCOUNTS, Clock.systemUTC());
        LoginDesk desk = new LoginDesk(() -> strict, logins, Service.TRIGGER, () -> client);
        assertThat(desk.mechanisms()).containsExactly(Mechanism.SCRAM_SHA_256, Mechanism.CRAM_MD5);
        assertThat(now(desk.begin("PLAIN", Optional.of(octets("\0branch\0other"))))
                        .code())
                .isEqualTo(538);
    }

    private static Reply now(CompletionStage<Reply> answer) {
        return answer.toCompletableFuture().join();
    }

    private static byte[] text(Reply challenge) {
        return Base64.getDecoder().decode(challenge.lines().get(0));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
