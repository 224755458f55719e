package org.etrngateway.config;

import java.security.PublicKey;
import java.util.Set;
import org.etrngateway.certificate.KeyPin;

/**
 * Whether a session we open uses STARTTLS (RFC 3207), and what the server must show then. Immutable.
 *
 * @param pins of which one must be that of the server's key; empty but for {@code PIN}
 */
public record TlsMode(Demand demand, Set<KeyPin> pins) {
    public static final TlsMode NONE = new TlsMode(Demand.NONE, Set.of());
    public static final TlsMode MAY = new TlsMode(Demand.MAY, Set.of());
    public static final TlsMode REQUIRE = new TlsMode(Demand.REQUIRE, Set.of());

    /** How much of it. */
    public enum Demand {
        /** Never. */
        NONE,
        /** When the server offers it; the certificate is not verified. */
        MAY,
        /** Always, and with a certificate valid for the host name; mail waits rather than going in plain text. */
        REQUIRE,
        /** Always, and with a key that has one of the pins; of the certificate nothing else counts. */
        PIN
    }

    public TlsMode {
        pins = Set.copyOf(pins);
        if (pins.isEmpty() == (demand == Demand.PIN)) {
            throw new IllegalArgumentException("pins go with PIN");
        }
    }

    /** One that asks for a key with one of these pins. */
    public static TlsMode pinned(Set<KeyPin> pins) {
        return new TlsMode(Demand.PIN, pins);
    }

    /** True if it is used where it is offered. */
    public boolean isWanted() {
        return demand != Demand.NONE;
    }

    /** True if nothing goes without it. */
    public boolean isRequired() {
        return demand == Demand.REQUIRE || demand == Demand.PIN;
    }

    /** True if the server's key is one of those that are pinned. */
    public boolean isPinOf(PublicKey key) {
        return pins.contains(KeyPin.of(key));
    }
}
