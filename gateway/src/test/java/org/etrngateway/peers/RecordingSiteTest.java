package org.etrngateway.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The ledgers measured: they are clean when nothing is wrong, and name what is. */
class RecordingSiteTest {
    private final Ledger ledger = new Ledger();
    private final MailSamples samples = new MailSamples(1, "record", "acme.example", "branch.acme.example");

    @Test
    void keepsWhatItIsGiven() throws Exception {
        int port = Ports.free();
        try (RecordingSite site = new RecordingSite(port);
                LoadSender sender = new LoadSender(port, ledger)) {
            sender.sendAll(samples.mixed(50));
            assertThat(ledger.audit(site.deliveries())).isEmpty();
            assertThat(Ledger.copies(site.deliveries())).isEmpty();
        }
    }

    @Test
    void namesWhatIsLostAlteredUnknownOrTwice() {
        Mail lost = promised();
        Mail altered = promised();
        Mail twice = promised();
        Mail unknown = samples.small();
        List<Delivery> deliveries = List.of(
                delivery(altered, altered.content() + "more\r\n"),
                delivery(twice, twice.content()),
                delivery(twice, twice.content()),
                delivery(unknown, unknown.content()));
        assertThat(ledger.audit(deliveries))
                .satisfiesExactlyInAnyOrder(
                        finding -> assertThat(finding).startsWith("lost: " + lost.id()),
                        finding -> assertThat(finding).startsWith("altered: " + altered.id()),
                        finding -> assertThat(finding).startsWith("never sent: " + unknown.id()));
        assertThat(Ledger.copies(deliveries))
                .containsExactly(Map.entry(twice.id() + " " + twice.recipients().get(0), 2));
    }

    private Mail promised() {
        Mail mail = samples.small();
        ledger.offered(mail);
        ledger.accepted(mail, mail.recipients());
        return mail;
    }

    private static Delivery delivery(Mail mail, String content) {
        return new Delivery(mail.sender(), mail.recipients(), "Received: from a\r\n\tby b; now\r\n" + content);
    }
}
