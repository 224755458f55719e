package org.etrngateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.stream.Stream;
import org.etrngateway.smtp.Reply;
import org.etrngateway.smtp.Verb;
import org.junit.jupiter.api.Test;

/** The end of a session that an ATRN turns (RFC 2645), and that nothing else does. */
class ServerTurnTest {
    @Test
    void aTurnThatIsGrantedEndsTheSessionAndRunsNothingThatCameBefore() {
        ServerRun odmr = ServerRun.greeted(Service.ODMR);
        ByteBuffer input = ServerRun.bytes("ATRN b.example,a.example,b.example\r\nNOOP\r\n220 site.example\r\n");
        odmr.session.receive(input);
        assertThat(odmr.log).containsExactly("await [b.example, a.example]");
        assertThat(odmr.session.isWaiting()).isTrue();
        assertThat(odmr.session.timeLimit()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
        odmr.session.answered(Reply.of(250, "2.0.0", "OK"));
        assertThat(odmr.log).endsWith("250", "turn");
        odmr.session.receive(input);
        odmr.session.timedOut();
        odmr.session.shutDown();
        odmr.session.answered(Reply.of(250, "2.0.0", "OK"));
        odmr.session.disconnected();
        assertThat(odmr.log).endsWith("250", "turn");
    }

    @Test
    void aTurnThatIsRefusedLeavesTheRolesAsTheyAre() {
        ServerRun odmr = ServerRun.greeted(Service.ODMR);
        ByteBuffer input = ServerRun.bytes("ATRN\r\nQUIT\r\n");
        odmr.session.receive(input);
        odmr.session.answered(Reply.of(453, "4.2.0", "You have no mail"));
        assertThat(odmr.session.isWaiting()).isFalse();
        odmr.session.receive(input);
        assertThat(odmr.log).containsExactly("await []", "453", "221", "close");
    }

    @Test
    void aTurnThatIsGrantedTooLateIsNone() {
        ServerRun odmr = ServerRun.greeted(Service.ODMR);
        odmr.say("ATRN\r\n");
        odmr.session.shutDown();
        odmr.session.answered(Reply.of(250, "2.0.0", "OK"));
        assertThat(odmr.log).containsExactly("await []", "421", "close");
    }

    @Test
    void thereIsNoTurnWithinATransaction() {
        ServerRun smtp = ServerRun.greeted(Service.SMTP);
        smtp.say("MAIL FROM:<>\r\nATRN\r\n");
        assertThat(smtp.log).as("it is not offered here, whatever the state").containsExactly("250", "502");
        assertThat(ServerState.READY.accepts(Verb.ATRN)).isTrue();
        assertThat(Stream.of(ServerState.values()).filter(ServerState::isTransaction))
                .noneMatch(state -> state.accepts(Verb.ATRN));
    }
}
