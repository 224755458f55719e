package org.etrngateway.session;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.etrngateway.config.Credentials;
import org.etrngateway.smtp.Capabilities;
import org.etrngateway.smtp.CommandLine;

/** AUTH PLAIN with an initial response (RFC 4616, RFC 4954 §4). */
final class PlainLogin {
    private static final String MECHANISM = "PLAIN";

    private PlainLogin() {}

    static boolean isOffered(Capabilities server) {
        return server.authMechanisms().contains(MECHANISM);
    }

    static byte[] command(Credentials credentials) {
        String response = "\0" + credentials.user() + "\0" + credentials.password();
        byte[] octets = response.getBytes(StandardCharsets.UTF_8);
        return CommandLine.of("AUTH", MECHANISM, Base64.getEncoder().encodeToString(octets));
    }
}
