package org.etrngateway.config.schema;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A value written as one word or text.
 *
 * @param describe with its article
 * @param parse throws IllegalArgumentException with a message for the operator, or with none
 * @param format the inverse of {@code parse}
 */
public record Scalar<T>(String describe, Function<String, T> parse, Function<T, String> format) implements Kind<T> {
    private static final int LONGEST_QUOTE = 80;

    /** A whole number within bounds, both of which are allowed. */
    public static Scalar<Integer> number(int min, int max) {
        String describe = "a whole number from " + min + " to " + max;
        return new Scalar<>(describe, text -> parseNumber(text, min, max), String::valueOf);
    }

    /** {@code true} or {@code false}. */
    public static Scalar<Boolean> truth() {
        return new Scalar<>("true or false", Scalar::parseTruth, String::valueOf);
    }

    /** One of the constants of an enum, written in lower case with hyphens. */
    public static <E extends Enum<E>> Scalar<E> oneOf(Class<E> type) {
        String words = Arrays.stream(type.getEnumConstants()).map(Scalar::word).collect(Collectors.joining(", "));
        String describe = words.contains(",") ? "one of " + words : words;
        return new Scalar<>(describe, text -> parseWord(type, text), Scalar::word);
    }

    @Override
    public Optional<T> read(YamlValue value, Problems problems) {
        Optional<String> text = value.text();
        if (text.isEmpty()) {
            String found = value.isNothing() ? "nothing" : value.isMapping() ? "a mapping" : "a list";
            report(value, problems, "expected " + describe + ", found " + found);
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(text.get()));
        } catch (IllegalArgumentException e) {
            // the JDK's own words about a number help nobody
            boolean ours = e.getMessage() != null && !(e instanceof NumberFormatException);
            String reason = ours ? ": " + e.getMessage() : "";
            report(value, problems, "'" + shown(text.get()) + "' is not " + describe + reason);
            return Optional.empty();
        }
    }

    @Override
    public Printed print(T value) {
        return new Printed.Text(format.apply(value));
    }

    private static void report(YamlValue value, Problems problems, String text) {
        problems.report(value.file(), value.line(), value.key(), text);
    }

    private static String shown(String text) {
        String cut = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int parseNumber(String text, int min, int max) {
        int value = Integer.parseInt(text);
        // "025" and "+5" are refused: to some readers the first is 21
        if (value < min || value > max || !Integer.toString(value).equals(text)) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static boolean parseTruth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException();
        }
        return text.equals("true");
    }

    private static <E extends Enum<E>> E parseWord(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
