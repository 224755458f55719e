package org.etrngateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.etrngateway.queue.QueueException;
import org.junit.jupiter.api.Test;

/** What no transcript can show: waiting, time limits, ends, and who owns drafts and reservations. */
class ServerSessionTest {
    private final ServerRun server = ServerRun.greeted(Service.SMTP);

    @Test
    void takesNothingBetweenCommitAndItsAnswer() {
        server.transaction();
        ByteBuffer input = ServerRun.bytes("x\r\n.\r\nNOOP\r\n");
        server.session.receive(input);
        assertThat(server.session.isWaiting()).isTrue();
        assertThat(input.remaining()).isEqualTo("NOOP\r\n".length());
        assertThat(server.log).endsWith("append x", "commit");
        server.session.committed();
        assertThat(server.session.isWaiting()).isFalse();
        server.session.receive(input);
        assertThat(server.log).endsWith("250", "250");
    }

    @Test
    void takesNothingWhileTheQueueMustCatchUp() {
        server.transaction();
        server.slow = true;
        ByteBuffer input = ServerRun.bytes("x".repeat(10_000) + "\r\n.\r\n");
        server.session.receive(input);
        assertThat(server.session.isWaiting()).isTrue();
        assertThat(input.hasRemaining()).isTrue();
        server.session.appended();
        server.session.receive(input);
        assertThat(server.log).endsWith("commit");
    }

    @Test
    void anAppendThatFailsIsAnsweredAtTheEndOfData() {
        server.transaction();
        server.say("x\r\n");
        server.session.notCommitted(QueueException.Reason.FULL);
        assertThat(server.log).endsWith("discard");
        server.say("y\r\n");
        assertThat(server.log).endsWith("discard");
        server.say(".\r\n");
        assertThat(server.log).endsWith("452");
    }

    @Test
    void aLostConnectionDiscardsTheDraft() {
        server.transaction();
        server.say("x\r\n");
        server.session.disconnected();
        assertThat(server.log).endsWith("discard");
        assertThat(server.session.isWaiting()).isTrue();
    }

    @Test
    void aLostConnectionLeavesACommitAlone() {
        server.transaction();
        server.say(".\r\n");
        server.session.disconnected();
        assertThat(server.log).endsWith("commit");
        server.session.committed();
        assertThat(server.log).endsWith("commit");
    }

    @Test
    void reservationsAreGivenBackUntilADraftHasThem() {
        server.say("MAIL FROM:<>\r\nRCPT TO:<a@acme.example>\r\n");
        server.session.disconnected();
        assertThat(server.released).containsExactly("a@acme.example");
    }

    @Test
    void reservationsGoToTheDraft() {
        server.transaction();
        server.session.disconnected();
        assertThat(server.released).isEmpty();
    }

    @Test
    void timeIsCountedAnewByCommandsAndBlocksOnly() {
        long begin = server.session.phase();
        server.say("NOO");
        assertThat(server.session.phase()).isEqualTo(begin);
        server.say("P\r\n");
        assertThat(server.session.phase()).isGreaterThan(begin);
        assertThat(server.session.timeLimit()).isEqualTo(Duration.ofMinutes(5));
        server.transaction();
        assertThat(server.session.timeLimit()).isEqualTo(Duration.ofMinutes(3));
        long data = server.session.phase();
        server.say("trickle\r\n");
        assertThat(server.session.phase()).isEqualTo(data);
        server.say("x".repeat(70_000));
        assertThat(server.session.phase()).isGreaterThan(data);
    }

    @Test
    void tooSlowEndsTheSession() {
        server.transaction();
        server.session.timedOut();
        assertThat(server.log).endsWith("421", "discard", "close");
    }

    @Test
    void shuttingDownWaitsForACommit() {
        server.transaction();
        server.say(".\r\n");
        server.session.shutDown();
        assertThat(server.log).endsWith("commit");
        server.session.committed();
        assertThat(server.log).endsWith("250", "421", "close");
    }

    @Test
    void shuttingDownEndsAnIdleSessionAtOnce() {
        server.session.shutDown();
        assertThat(server.log).containsExactly("421", "close");
    }
}
