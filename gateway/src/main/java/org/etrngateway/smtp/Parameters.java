package org.etrngateway.smtp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The parameters behind a path (RFC 5321 §4.1.2, Mail-parameters). Each is taken once; one left over is unknown. */
final class Parameters {
    private final Map<String, Optional<String>> left = new LinkedHashMap<>();

    private Parameters() {}

    /**
     * @param text what follows the bracket that ends the path
     */
    static Parameters parse(String text) {
        Parameters parameters = new Parameters();
        if (text.isEmpty()) {
            return parameters;
        }
        if (text.charAt(0) != ' ') {
            throw new RefusedException(501, "5.5.4", "A space stands between address and parameters");
        }
        for (String word : text.strip().split(" +", -1)) {
            parameters.add(word);
        }
        return parameters;
    }

    private void add(String word) {
        int equals = word.indexOf('=');
        String keyword = (equals < 0 ? word : word.substring(0, equals)).toUpperCase(Locale.ROOT);
        Optional<String> value = equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
        if (!isKeyword(keyword)
                || value.map(v -> v.isEmpty() || v.indexOf('=') >= 0).orElse(false)) {
            throw new RefusedException(501, "5.5.4", "Bad parameter");
        }
        if (left.putIfAbsent(keyword, value) != null) {
            throw new RefusedException(501, "5.5.4", "A parameter is given twice");
        }
    }

    /** The value of a parameter that must have one; empty if it was not given. */
    Optional<String> take(String keyword) {
        Optional<String> value = left.remove(keyword);
        if (value == null) {
            return Optional.empty();
        }
        if (value.isEmpty()) {
            throw new RefusedException(501, "5.5.4", keyword + " needs a value");
        }
        return value;
    }

    /** Whether a parameter was given that must have no value. */
    boolean takeFlag(String keyword) {
        Optional<String> value = left.remove(keyword);
        if (value == null) {
            return false;
        }
        if (value.isPresent()) {
            throw new RefusedException(501, "5.5.4", keyword + " has no value");
        }
        return true;
    }

    void refuseOthers() {
        if (!left.isEmpty()) {
            throw new RefusedException(555, "5.5.4", "Unknown parameter");
        }
    }

    static boolean isKeyword(String text) {
        return !text.isEmpty()
                && text.charAt(0) != '-'
                && text.chars()
                        .allMatch(
                                c -> c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-');
    }
}
