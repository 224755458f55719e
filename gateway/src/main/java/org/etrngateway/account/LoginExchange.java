package org.etrngateway.account;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * LOGIN: the name, then the password, each asked for by words that some clients look at. The name may stand in AUTH, as
 * Outlook and its like do it. Belongs to one thread.
 */
final class LoginExchange implements Exchange {
    private Optional<String> name = Optional.empty();

    @Override
    public byte[] challenge() {
        return words("Username:");
    }

    @Override
    public boolean isClientFirst() {
        return true;
    }

    @Override
    public Step answer(byte[] answer) {
        Optional<String> text = PlainExchange.text(answer);
        if (text.isEmpty()) {
            return new Step.Malformed();
        }
        if (name.isPresent()) {
            return PlainExchange.password(name.get(), text.get());
        }
        name = text;
        return new Step.Challenge(words("Password:"));
    }

    private static byte[] words(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
