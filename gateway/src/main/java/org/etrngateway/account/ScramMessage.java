package org.etrngateway.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message of SCRAM without its gs2 header (RFC 5802 §5.1): attributes of one letter each, parted by commas.
 * Immutable.
 */
record ScramMessage(List<Attribute> attributes) {
    record Attribute(char letter, String value) {}

    /** Empty if it is none, or has an attribute {@code m}, which is for what is not known today. */
    static Optional<ScramMessage> parse(String text) {
        List<Attribute> attributes = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            boolean letter = part.length() >= 2 && part.charAt(1) == '=' && Character.isLetter(part.charAt(0));
            if (!letter || part.charAt(0) == 'm') {
                return Optional.empty();
            }
            attributes.add(new Attribute(part.charAt(0), part.substring(2)));
        }
        return Optional.of(new ScramMessage(List.copyOf(attributes)));
    }

    /** The value of the attribute at a place that has to have that letter. */
    Optional<String> at(int index, char letter) {
        return index < attributes.size() && attributes.get(index).letter() == letter
                ? Optional.of(attributes.get(index).value())
                : Optional.empty();
    }

    /** A nonce has printable characters only, and no comma. */
    static boolean isNonce(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ',');
    }

    /** A name on its way: no comma, no equals sign. */
    static String encode(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }

    /** Empty if an equals sign begins neither of the two. */
    static Optional<String> decode(String text) {
        boolean sound = !text.replace("=2C", "").replace("=3D", "").contains("=");
        return sound ? Optional.of(text.replace("=2C", ",").replace("=3D", "=")) : Optional.empty();
    }
}
