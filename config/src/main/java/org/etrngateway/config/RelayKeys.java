package org.etrngateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.IpAddress;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Values;

/** The settings of the relay for mail to the outside. */
final class RelayKeys {
    /** A relay as it is written: its TLS mode stands with it, not with the session. */
    record Relay(HostAddress target, Optional<Path> authFile, TlsMode tls) {}

    private static final Key<Relay, String> HOST =
            Key.required("host", relay -> relay.target().host(), Kinds.HOST, "The smart host.");

    private static final Key<Relay, Integer> PORT =
            Key.of("port", relay -> relay.target().port(), Kinds.PORT, Route.SMTP_PORT, "Its port.");

    private static final Key<Relay, Optional<Path>> AUTH_FILE = Key.optional(
            "auth-file",
            Relay::authFile,
            PathKind.CREDENTIALS,
            "A file of two lines, user and password, that only its owner can read (mode 0600).");

    private static final Key<Relay, TlsMode> TLS = Key.of(
            "tls",
            Relay::tls,
            new TlsModeKind(),
            TlsMode.MAY,
            "Whether sessions to the relay use STARTTLS; require also verifies the certificate; a pin, the key.");

    static final Mapping<Relay> RELAY = new Mapping<>(
            "a mapping of the settings of a relay", List.of(HOST, PORT, AUTH_FILE, TLS), RelayKeys::assemble);

    private RelayKeys() {}

    private static Relay assemble(Values<Relay> values) {
        HostAddress target = new HostAddress(values.get(HOST), values.get(PORT));
        boolean exposed = !values.get(TLS).isRequired() && !isLoopback(target.host());
        if (values.get(AUTH_FILE).isPresent() && exposed) {
            values.refuse(TLS, "a password is sent over verified TLS only: tls: require, or a pin");
        }
        return new Relay(target, values.get(AUTH_FILE), values.get(TLS));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || IpAddress.isLiteral(host) && IpAddress.parse(host).isLoopbackAddress();
    }
}
