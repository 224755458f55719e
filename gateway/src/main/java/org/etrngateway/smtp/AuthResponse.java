package org.etrngateway.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A line with which a client answers a challenge (RFC 4954 §4): base64, or {@code *} where it gives up. Immutable.
 *
 * @param octets empty where it gives up
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AuthResponse(boolean cancelled, byte[] octets) {
    private static final byte[] NOTHING = {};

    /** Empty if the line is neither. */
    public static Optional<AuthResponse> parse(byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1).strip();
        return text.equals("*")
                ? Optional.of(new AuthResponse(true, NOTHING))
                : base64(text).map(octets -> new AuthResponse(false, octets));
    }

    /** The initial response in AUTH, where {@code =} stands for one of no octets; empty if it is none. */
    static Optional<byte[]> initial(String text) {
        return text.equals("=") ? Optional.of(NOTHING) : base64(text);
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
