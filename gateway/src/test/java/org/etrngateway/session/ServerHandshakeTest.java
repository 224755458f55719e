package org.etrngateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.etrngateway.config.ListenerTls;
import org.junit.jupiter.api.Test;

/** Where a handshake stands between what the client said and what it says (RFC 3207). */
class ServerHandshakeTest {
    private static final Secured SECURED = new Secured("TLSv1.3", "TLS_AES_256_GCM_SHA384", Optional.empty(), false);

    @Test
    void whatCameBehindTheHandshakeIsSaidToAPolicyThatKnowsOfIt() {
        ServerRun server = ServerRun.under(ListenerTls.Mode.STARTTLS);
        server.session.connected();
        server.say("EHLO client.example\r\n");
        server.say("STARTTLS\r\n");
        assertThat(server.log).endsWith("250", "220", "tls");
        assertThat(server.session.isWaiting()).isTrue();
        server.session.secured(SECURED);
        assertThat(server.log).endsWith("tls", "secured by TLSv1.3");
        server.say("ETRN acme.example\r\n");
        assertThat(server.log).as("nobody has said EHLO").endsWith("503");
    }

    @Test
    void aHandshakeThatIsTooSlowEndsTheSessionWithoutAWord() {
        ServerRun server = ServerRun.under(ListenerTls.Mode.IMPLICIT);
        assertThat(server.session.timeLimit()).isEqualTo(Duration.ofMinutes(1));
        server.session.timedOut();
        assertThat(server.log).containsExactly("close");
    }

    @Test
    void aHandshakeThatGoesOnWhenTheServerEndsIsCutShort() {
        ServerRun server = ServerRun.under(ListenerTls.Mode.IMPLICIT);
        server.session.shutDown();
        assertThat(server.log).containsExactly("close");
    }

    @Test
    void theGreetingComesBehindTheHandshakeWhereTlsIsImplicit() {
        ServerRun server = ServerRun.under(ListenerTls.Mode.IMPLICIT);
        server.session.secured(SECURED);
        server.session.connected();
        assertThat(server.log).containsExactly("secured by TLSv1.3", "220");
    }
}
