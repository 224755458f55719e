package org.etrngateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.StringPreparation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.etrngateway.address.AccountName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramExchangeTest {
    /** RFC 7677 §3. */
    private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";

    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String FIRST = "n,,n=user,r=" + CLIENT_NONCE;
    private static final String CHALLENGE = "r=" + CLIENT_NONCE + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String FINAL =
            "c=biws,r=" + CLIENT_NONCE + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String LAST = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private final Accounts accounts = new TestAccounts().with("user", "pencil").build();

    @Test
    void speaksTheExampleOfTheRfc() {
        ScramExchange exchange = exchange();
        assertThat(text(exchange.answer(octets(FIRST)))).isEqualTo(CHALLENGE);
        Step.Proof proof = (Step.Proof) exchange.answer(octets(FINAL));
        assertThat(proof.account()).contains(new AccountName("user"));
        assertThat(new String(proof.last().orElseThrow(), StandardCharsets.US_ASCII))
                .isEqualTo(LAST);
    }

    @Test
    void ourClientSpeaksTheExampleOfTheRfc() {
        var client = new org.etrngateway.account.ScramClient("user", "pencil", CLIENT_NONCE);
        assertThat(client.first()).asString().isEqualTo(FIRST);
        assertThat(client.answer(octets(CHALLENGE)).orElseThrow()).asString().isEqualTo(FINAL);
        assertThat(client.isGenuine(octets(LAST))).isTrue();
        assertThat(client.isGenuine(octets("v=" + "A".repeat(43) + "="))).isFalse();
        assertThat(client.isGenuine(octets("e=other-error"))).isFalse();
    }

    @Test
    void anotherOnesClientIsContent() throws Exception {
        ScramClient client = ScramClient.builder()
                .advertisedMechanisms(List.of("SCRAM-SHA-256"))
                .username("user")
                .password("pencil".toCharArray())
                .stringPreparation(StringPreparation.SASL_PREPARATION)
                .build();
        ScramExchange exchange = exchange();
        String challenge =
                text(exchange.answer(octets(client.clientFirstMessage().toString())));
        client.serverFirstMessage(challenge);
        Step.Proof proof =
                (Step.Proof) exchange.answer(octets(client.clientFinalMessage().toString()));
        assertThat(proof.account()).isPresent();
        client.serverFinalMessage(new String(proof.last().orElseThrow(), StandardCharsets.US_ASCII));
    }

    @Test
    void aWrongPasswordProvesNothing() {
        assertThat(proofOf(new org.etrngateway.account.ScramClient("user", "pen"))
                        .account())
                .isEmpty();
    }

    @Test
    void aNameThatIsNoneGoesTheSameWay() {
        Step.Proof proof = proofOf(new org.etrngateway.account.ScramClient("nobody", "pencil"));
        assertThat(proof.account()).isEmpty();
        assertThat(proof.name()).isEqualTo("nobody");
        assertThat(saltOf("nobody")).isEqualTo(saltOf("nobody")).isNotEqualTo(saltOf("noone"));
    }

    private String saltOf(String name) {
        String challenge = text(exchange().answer(octets("n,,n=" + name + ",r=abc")));
        return challenge.substring(challenge.indexOf(",s="));
    }

    private Step.Proof proofOf(org.etrngateway.account.ScramClient client) {
        ScramExchange exchange = exchange();
        Step.Challenge challenge = (Step.Challenge) exchange.answer(client.first());
        return (Step.Proof) exchange.answer(client.answer(challenge.text()).orElseThrow());
    }

    @Test
    void aClientThatThinksWeCannotBindIsRight() {
        assertThat(exchange().answer(octets("y,,n=user,r=abc"))).isInstanceOf(Step.Challenge.class);
        assertThat(exchange().answer(octets("n,a=user,n=user,r=abc"))).isInstanceOf(Step.Challenge.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "n,,",
                "p=tls-exporter,,n=user,r=abc",
                "n,a=other,n=user,r=abc",
                "n,,m=1,n=user,r=abc",
                "n,,r=abc,n=user",
                "n,,n=user",
                "n,,n=user,r=",
                "n,,n=us=er,r=abc",
                "n,,n=,r=abc",
                "n,,n=user,r=a c"
            })
    void nonsenseIsMalformed(String first) {
        assertThat(exchange().answer(octets(first))).isInstanceOf(Step.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c=biws",
                "c=eSws,r=" + CLIENT_NONCE + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=biws,r=" + CLIENT_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=biws,r=" + CLIENT_NONCE + SERVER_NONCE + ",p=!",
                "c=biws,r=" + CLIENT_NONCE + SERVER_NONCE
            })
    void anEndThatDoesNotFitIsMalformed(String end) {
        ScramExchange exchange = exchange();
        assertThat(exchange.answer(octets(FIRST))).isInstanceOf(Step.Challenge.class);
        assertThat(exchange.answer(octets(end))).isInstanceOf(Step.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=" + CLIENT_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=" + CLIENT_NONCE + "x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1",
                "r=" + CLIENT_NONCE + "x,s=,i=4096",
                "r=" + CLIENT_NONCE + "x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=99999999",
                "m=1,r=" + CLIENT_NONCE + "x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
            })
    void ourClientDoesNotAnswerWhatMakesItEasy(String challenge) {
        var client = new org.etrngateway.account.ScramClient("user", "pencil", CLIENT_NONCE);
        assertThat(client.answer(octets(challenge))).isEqualTo(Optional.empty());
    }

    private ScramExchange exchange() {
        return new ScramExchange(accounts, SERVER_NONCE);
    }

    private static String text(Step step) {
        return new String(((Step.Challenge) step).text(), StandardCharsets.UTF_8);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
