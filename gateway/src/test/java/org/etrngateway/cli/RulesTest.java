package org.etrngateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.etrngateway.address.Mailbox;
import org.etrngateway.delivery.TriggerAnswer;
import org.etrngateway.policy.GatewayPolicy;
import org.etrngateway.policy.TestOffice;
import org.etrngateway.queue.MemoryQueue;
import org.etrngateway.session.Service;
import org.etrngateway.session.SessionPolicy.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {
    @TempDir
    private Path folder;

    private Path list;
    private Rules rules;

    @BeforeEach
    void load() throws IOException {
        list = Files.writeString(folder.resolve("acme.list"), "ann@acme.example\n");
        Path file = Files.writeString(folder.resolve("gateway.yaml"), """
                hostname: mx.isp.example
                data: data
                postmaster: admin@isp.example
                listeners: [{ name: smtp, kind: smtp, bind: "127.0.0.1:0" }]
                sites:
                  acme: { domains: [acme.example], recipients: acme.list, route: { host: 192.0.2.7, port: 25 } }
                """);
        rules = new Rules(ConfigOption.load(file));
    }

    private boolean takes(String address) {
        MemoryQueue queue = new MemoryQueue(rules.directory()::siteOf, Map.of(), Clock.systemUTC());
        GatewayPolicy policy = new GatewayPolicy(
                TestOffice.of(
                        rules::policy,
                        queue,
                        trigger -> new TriggerAnswer(TriggerAnswer.Kind.EMPTY, 0, ""),
                        Clock.systemUTC()),
                trigger -> new CompletableFuture<>(),
                Service.SMTP,
                InetAddress.getLoopbackAddress(),
                InetAddress.getLoopbackAddress());
        return policy.recipient(Mailbox.parse(address), 0) instanceof Verdict.Taken;
    }

    @Test
    void aListOfRecipientsIsReadAgainWhenItHasChanged() throws IOException {
        assertThat(takes("ann@acme.example")).isTrue();
        assertThat(takes("bob@acme.example")).isFalse();
        Files.writeString(list, "bob@acme.example\n# ann has left\n");
        assertThat(takes("bob@acme.example")).isFalse();
        rules.rereadRecipients();
        assertThat(takes("bob@acme.example")).isTrue();
        assertThat(takes("ann@acme.example")).isFalse();
    }

    @Test
    void aBadLineIsLeftOutAndTheOthersCount() throws IOException {
        Files.writeString(list, "bob@acme.example\nno address\n");
        rules.rereadRecipients();
        assertThat(takes("bob@acme.example")).isTrue();
    }

    @Test
    void aListThatIsGoneDoesNotTakeTheRecipientsWithIt() throws IOException {
        Files.delete(list);
        rules.rereadRecipients();
        assertThat(takes("ann@acme.example")).isTrue();
    }
}
