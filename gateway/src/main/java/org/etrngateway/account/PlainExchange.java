package org.etrngateway.account;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** PLAIN (RFC 4616): {@code [authzid] NUL name NUL password}. Nobody acts for another: an authzid is the name. */
final class PlainExchange implements Exchange {
    @Override
    public byte[] challenge() {
        return new byte[0];
    }

    @Override
    public boolean isClientFirst() {
        return true;
    }

    @Override
    public Step answer(byte[] answer) {
        Optional<String> text = text(answer);
        String[] parts = text.orElse("").split("\0", -1);
        if (parts.length != 3) {
            return new Step.Malformed();
        }
        boolean own = parts[0].isEmpty() || parts[0].equals(parts[1]);
        return own ? password(parts[1], parts[2]) : new Step.Malformed();
    }

    /** The end of both mechanisms that show a password. */
    static Step password(String name, String password) {
        Optional<String> preparedName = PreparedText.of(name);
        Optional<String> preparedPassword = PreparedText.of(password);
        return preparedName.isPresent() && preparedPassword.isPresent()
                ? new Step.Password(preparedName.get(), preparedPassword.get())
                : new Step.Malformed();
    }

    /** Empty if it is not UTF-8. */
    static Optional<String> text(byte[] octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
