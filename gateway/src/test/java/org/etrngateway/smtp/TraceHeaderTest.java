package org.etrngateway.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.IpAddress;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Wishes;
import org.junit.jupiter.api.Test;

class TraceHeaderTest {
    @Test
    void namesTheOnlyRecipient() {
        assertThat(render("192.0.2.1", "b@acme.example"))
                .containsExactly(
                        "Received: from client.example ([192.0.2.1])",
                        "\tby mx.isp.example with ESMTP id 0000000000007",
                        "\tfor <b@acme.example>;",
                        "\tSun, 1 Mar 2026 12:00:00 +0000",
                        "");
    }

    @Test
    void namesNobodyOfSeveral() {
        assertThat(render("2001:db8::1", "b@acme.example", "c@acme.example"))
                .containsExactly(
                        "Received: from client.example ([IPv6:2001:db8:0:0:0:0:0:1])",
                        "\tby mx.isp.example with ESMTP id 0000000000007;",
                        "\tSun, 1 Mar 2026 12:00:00 +0000",
                        "");
    }

    @Test
    void whoTheClientWasCanBeReadFromIt() {
        assertThat(Arrival.of(String.join("", render("192.0.2.1", "b@acme.example"))))
                .hasValue(new Arrival(IpAddress.parse("192.0.2.1"), false));
        assertThat(Arrival.of(String.join("", render("2001:db8::1", "b@acme.example", "c@acme.example"))))
                .hasValue(new Arrival(IpAddress.parse("2001:db8::1"), false));
        assertThat(Arrival.of("Received: from x (y [192.0.2.1]) by z with ESMTPA id 1; now"))
                .isEmpty();
    }

    private static List<String> render(String client, String... recipients) {
        List<Recipient> list =
                Stream.of(recipients).map(Mailbox::parse).map(Recipient::of).toList();
        Envelope envelope = new Envelope(
                ReversePath.NULL,
                list,
                Instant.parse("2026-03-01T12:00:00Z"),
                Envelope.Body.SEVEN_BIT,
                false,
                Optional.empty(),
                Optional.empty(),
                Wishes.NONE,
                Envelope.Origin.RECEIVED);
        TraceHeader header =
                new TraceHeader("client.example", IpAddress.parse(client), DomainName.parse("mx.isp.example"), "ESMTP");
        String field = new String(header.render(new MessageId(7), envelope), StandardCharsets.UTF_8);
        return List.of(field.split("\r\n", -1));
    }
}
