package org.etrngateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.QueueException;
import org.junit.jupiter.api.Test;

/** What becomes of a transaction that the client has named (RFC 1845), and of what came of it. */
class ServerCheckpointTest {
    private static final Resumption UNKNOWN = new Resumption(Optional.empty(), false, 0, ServerRun.bytes(""));

    private final ServerRun server = ServerRun.greeted(Service.SMTP);

    @Test
    void aNamedTransactionWaitsUntilItIsKnown() {
        ByteBuffer input = ServerRun.bytes("MAIL FROM:<alice@sender.example> TRANSID=<x@client.example>\r\nNOOP\r\n");
        server.session.receive(input);
        assertThat(server.log).containsExactly("take up the client, client.example, x@client.example");
        assertThat(server.session.isWaiting()).isTrue();
        assertThat(input.remaining()).isEqualTo("NOOP\r\n".length());
        server.session.takenUp(UNKNOWN);
        server.session.receive(input);
        assertThat(server.log).endsWith("250", "250");
    }

    @Test
    void whatCameOfANamedTransactionIsKeptWhenItsClientIsGone() {
        named(UNKNOWN);
        server.say("RCPT TO:<a@acme.example>\r\nBDAT 5 LAST\r\nxx");
        server.session.disconnected();
        assertThat(server.log).endsWith("append xx", "suspend", "leave");
    }

    @Test
    void whatCameOfANamedTransactionIsKeptWhenItIsTooSlow() {
        named(UNKNOWN);
        server.say("RCPT TO:<a@acme.example>\r\nBDAT 5 LAST\r\nxx");
        server.session.timedOut();
        assertThat(server.log).endsWith("421", "suspend", "leave", "close");
    }

    @Test
    void aClientThatResetsOrQuitsGivesItUp() {
        named(UNKNOWN);
        server.say("RCPT TO:<a@acme.example>\r\nBDAT 1\r\nxRSET\r\n");
        assertThat(server.log).endsWith("discard", "leave", "250");
        named(part("xx\r\n"));
        server.say("RSET\r\n");
        assertThat(server.log).endsWith("355", "forget", "250");
        named(part("xx\r\n"));
        server.say("EHLO client.example\r\n");
        assertThat(server.log).endsWith("355", "forget", "250");
        named(part("xx\r\n"));
        server.say("QUIT\r\n");
        assertThat(server.log).endsWith("355", "221", "forget", "close");
    }

    @Test
    void theCommitOfAResumedMessageCountsAllThatItsClientSent() {
        named(part("xx\r\n"));
        assertThat(server.log).endsWith("355");
        server.say("BDAT 2 LAST\r\nyy");
        assertThat(server.log).endsWith("resume", "append trace", "append yy", "commit");
        assertThat(server.lastSent).as("without the line end that we add").isEqualTo(6);
        server.session.committed();
        assertThat(server.log).endsWith("leave", "250");
    }

    @Test
    void aTransactionOfAnotherSenderBeginsAnew() {
        Envelope envelope = Messages.asNotice(part("xx\r\n").envelope().orElseThrow());
        named(new Resumption(Optional.of(envelope), false, 4, ServerRun.bytes("xx\r\n")));
        assertThat(server.log).endsWith("250");
    }

    @Test
    void aTransactionThatCannotBeReadIsForLater() {
        server.say("MAIL FROM:<alice@sender.example> TRANSID=<x@client.example>\r\n");
        server.session.notTakenUp(QueueException.Reason.FAILED);
        assertThat(server.log).endsWith("leave", "451");
        named(UNKNOWN);
        assertThat(server.log).endsWith("250");
    }

    private void named(Resumption found) {
        server.say("MAIL FROM:<alice@sender.example> TRANSID=<x@client.example>\r\n");
        server.session.takenUp(found);
    }

    private static Resumption part(String kept) {
        Envelope envelope = Messages.envelope(Instant.EPOCH, "a@acme.example");
        return new Resumption(Optional.of(envelope), false, kept.length(), ServerRun.bytes(kept));
    }
}
