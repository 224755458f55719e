package org.etrngateway.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The measuring device measured: a site that is given mail directly keeps it as it was. */
@Tag("peers")
@Execution(ExecutionMode.CONCURRENT)
class MailSystemsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aSiteKeepsWhatItIsGiven(MailSystem.Kind kind) throws Exception {
        List<Mail> mails = new MailSamples(1, "direct", "acme.example", "branch.acme.example").mixed(20);
        Ledger ledger = new Ledger();
        int port = Ports.free();
        try (MailSystem site = MailSystem.start(kind, port, folder);
                SmtpClient client = new SmtpClient(port).hello()) {
            for (Mail mail : mails) {
                ledger.offered(mail);
                ledger.accepted(mail, client.send(mail));
            }
            List<Delivery> deliveries = site.awaitRecipients(ledger.acceptedRecipients());
            assertThat(ledger.audit(deliveries)).isEmpty();
            assertThat(Ledger.copies(deliveries)).isEmpty();
        }
    }
}
