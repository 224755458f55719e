package org.etrngateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.etrngateway.transcript.Dialogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An outsider gets nothing through to the outside, whatever the address looks like. */
class RelayingTest {
    private static final List<String> SENDERS = List.of(
            "<spam@third.example>", "<x@localhost>", "<>", "<x@acme.example>", "<x@mx.isp.example>", "<x@[192.0.2.1]>");

    private static final List<String> RECIPIENTS = List.of(
            "<v@third.example>",
            "v@third.example",
            "<\"v@third.example\">",
            "<\"v%third.example\">",
            "<v%third.example@mx.isp.example>",
            "<v%third.example@[192.0.2.1]>",
            "<\"v@third.example\"@mx.isp.example>",
            "<\"v@third.example\"@[192.0.2.1]>",
            "<v@third.example@mx.isp.example>",
            "<v@third.example@acme.example>",
            "<v@third.example@[192.0.2.1]>",
            "<@mx.isp.example:v@third.example>",
            "<@acme.example:v@third.example>",
            "<@[192.0.2.1]:v@third.example>",
            "<@acme.example,@mx.isp.example:v@third.example>",
            "<third.example!v>",
            "<third.example!v@mx.isp.example>",
            "<third.example!v@[192.0.2.1]>",
            "<mx.isp.example!third.example!v>",
            "<v@third.example.>",
            "<V@THIRD.EXAMPLE>",
            "<v@acme.example.third.example>",
            "<v@notacme.example>",
            "<v@branch.acme.example>",
            "<v@acme.example.>",
            "<v@acme_x.example>",
            "<v@acme.example\\0.third.example>",
            "<v@acme.example>x@third.example>",
            "<v@[IPv6:::1]>",
            "<>",
            "< >",
            "<@>",
            "<v>",
            "<postmaster@third.example>");

    static Stream<Arguments> pairs() {
        return SENDERS.stream().flatMap(from -> RECIPIENTS.stream().map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pairs")
    void refusesWhatIsForNoSite(String from, String to) {
        Dialogue dialogue = new Dialogue();
        dialogue.say("EHLO client.example");
        assertThat(dialogue.say("MAIL FROM:" + from)).startsWith("250");
        String recipient = to.replace("\\0", "\0");
        assertThat(dialogue.say("RCPT TO:" + recipient)).matches("5[05][013] 5\\.[157]\\.[1-4].*");
        assertThat(dialogue.say("DATA")).startsWith("503");
    }

    @Test
    void doesNotTakeASenderThatIsNoAddress() {
        Dialogue dialogue = new Dialogue();
        dialogue.say("EHLO client.example");
        assertThat(dialogue.say("MAIL FROM:<x>")).startsWith("501 5.1.7");
    }

    @Test
    void keepsAQuotedLocalPartOfASiteAsItIs() {
        Dialogue dialogue = new Dialogue();
        dialogue.say("EHLO client.example");
        dialogue.say("MAIL FROM:<>");
        assertThat(dialogue.say("RCPT TO:<\"v@third.example\"@acme.example>")).startsWith("250");
        assertThat(dialogue.say("RCPT TO:<v%third.example@acme.example>")).startsWith("250");
        dialogue.say("BDAT 0 LAST");
        assertThat(dialogue.accepted().get(0).envelope())
                .contains("<\"v@third.example\"@acme.example>,<v%third.example@acme.example>");
        assertThat(dialogue.accepted().get(0).content().getBytes(StandardCharsets.UTF_8))
                .isEmpty();
    }
}
