package org.etrngateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.etrngateway.address.AccountName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mechanisms without keys of their own, and nonsense for all of them. */
class ExchangesTest {
    private static final int ROUNDS = 20_000;

    private final Accounts accounts = new TestAccounts()
            .with("tim", "tanstaaftanstaaf")
            .withoutSharedSecret("closed", "secret")
            .build();

    @Test
    void cramMd5SpeaksTheExampleOfTheRfc() {
        // RFC 2195 §2
        CramMd5Exchange exchange = new CramMd5Exchange(accounts, "<1896.697170952@postoffice.reston.mci.net>");
        assertThat(exchange.challenge()).asString().isEqualTo("<1896.697170952@postoffice.reston.mci.net>");
        Step.Proof proof = (Step.Proof) exchange.answer(octets("tim b913a602c7eda7a495b4e6e7334d3890"));
        assertThat(proof.account()).contains(new AccountName("tim"));
        assertThat(proof.last()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tim b913a602c7eda7a495b4e6e7334d3891",
                "nobody b913a602c7eda7a495b4e6e7334d3890",
                "closed b913a602c7eda7a495b4e6e7334d3890"
            })
    void cramMd5TellsNoReason(String answer) {
        CramMd5Exchange exchange = new CramMd5Exchange(accounts, "<1@x>");
        assertThat(((Step.Proof) exchange.answer(octets(answer))).account()).isEmpty();
    }

    @Test
    void cramMd5AsksEachTimeForSomethingElse() {
        Exchange one = Mechanism.CRAM_MD5.begin(accounts, "mx.isp.example");
        Exchange other = Mechanism.CRAM_MD5.begin(accounts, "mx.isp.example");
        assertThat(one.challenge()).isNotEqualTo(other.challenge());
        assertThat(one.challenge()).asString().matches("<[^@<> ]{20,}@mx\\.isp\\.example>");
    }

    @Test
    void plainHasThreeParts() {
        // RFC 4616 §4
        assertThat(plain("\0tim\0tanstaaftanstaaf")).isEqualTo(new Step.Password("tim", "tanstaaftanstaaf"));
        assertThat(plain("tim\0tim\0x")).isEqualTo(new Step.Password("tim", "x"));
        assertThat(plain("Ursel\0Kurt\0xipj3plmq")).isEqualTo(new Step.Malformed());
        assertThat(plain("tim\0x")).isEqualTo(new Step.Malformed());
        assertThat(plain("\0tim\0x\0y")).isEqualTo(new Step.Malformed());
        assertThat(plain("\0\0x")).isEqualTo(new Step.Malformed());
        assertThat(plain("\0tim\0")).isEqualTo(new Step.Malformed());
        assertThat(new PlainExchange().answer(new byte[] {0, 'a', 0, (byte) 0xC3}))
                .isEqualTo(new Step.Malformed());
    }

    @Test
    void passwordsAreComparedAsPrepared() {
        // RFC 4013 §3: a soft hyphen is nothing, a non-breaking space a space, and IX one character of its own
        assertThat(plain("\0tim\0I\u00ADX")).isEqualTo(new Step.Password("tim", "IX"));
        assertThat(plain("\0tim\0a\u00A0b")).isEqualTo(new Step.Password("tim", "a b"));
        assertThat(plain("\0tim\0\u2168")).isEqualTo(new Step.Password("tim", "IX"));
        assertThat(plain("\0tim\0a\u0007b")).isEqualTo(new Step.Malformed());
    }

    @Test
    void loginAsksTwice() {
        LoginExchange exchange = new LoginExchange();
        assertThat(exchange.challenge()).asString().isEqualTo("Username:");
        assertThat(((Step.Challenge) exchange.answer(octets("tim"))).text())
                .asString()
                .isEqualTo("Password:");
        assertThat(exchange.answer(octets("x"))).isEqualTo(new Step.Password("tim", "x"));
    }

    @Test
    void mechanismsAreKnownByTheirNames() {
        assertThat(Mechanism.of("scram-sha-256")).contains(Mechanism.SCRAM_SHA_256);
        assertThat(Mechanism.of("CRAM-MD5")).contains(Mechanism.CRAM_MD5);
        assertThat(Mechanism.of("SCRAM-SHA-256-PLUS")).isEqualTo(Optional.empty());
        assertThat(Mechanism.of("SCRAM_SHA_256")).isEqualTo(Optional.empty());
    }

    /** Whatever is said, no machine throws, and none takes a stranger for somebody. */
    @Test
    void nonsenseProvesNothing() {
        long seed = Long.getLong("sasl.seed", new Random().nextLong());
        System.out.println("-Dsasl.seed=" + seed);
        Random random = new Random(seed);
        List<Mechanism> mechanisms = List.of(Mechanism.values());
        String[] scraps = {
            "n,,",
            "n=tim",
            "r=abc",
            "c=biws",
            "p=",
            ",",
            "=",
            "=2C",
            "\0",
            "tim",
            "a=",
            "y,,",
            "\u2168",
            " ",
            "m=",
            "b913a602c7eda7a495b4e6e7334d3890",
            "\u00e9",
            "999999999999",
            "i=4096",
            "AAAA"
        };
        for (int round = 0; round < ROUNDS; round++) {
            Mechanism mechanism = mechanisms.get(random.nextInt(mechanisms.size()));
            Exchange exchange = mechanism.begin(accounts, "mx.isp.example");
            assertThat(exchange.challenge()).isNotNull();
            Step step = new Step.Challenge(new byte[0]);
            for (int turn = 0; turn < 4 && step instanceof Step.Challenge; turn++) {
                step = exchange.answer(nonsense(random, scraps));
            }
            assertThat(step).as("seed %d, round %d", seed, round).matches(ExchangesTest::provesNothing);
        }
    }

    private static boolean provesNothing(Step step) {
        return !(step instanceof Step.Proof proof) || proof.account().isEmpty();
    }

    private static byte[] nonsense(Random random, String[] scraps) {
        if (random.nextInt(4) == 0) {
            byte[] octets = new byte[random.nextInt(64)];
            random.nextBytes(octets);
            return octets;
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(scraps[random.nextInt(scraps.length)]);
        }
        return octets(text.toString());
    }

    private static Step plain(String answer) {
        return new PlainExchange().answer(octets(answer));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
