package org.etrngateway.wording;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with placeholders, and its subject. Immutable.
 *
 * @param subject one line; empty for a sentence within another text
 * @param text lines that end in {@code \n}, the last one excepted
 */
public record Template(String subject, String text) {
    static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z-]+)\\}");

    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

    /** The subject with its placeholders filled in, on one line whatever they hold. */
    public String subject(Map<Placeholder, String> values) {
        return CONTROLS.matcher(fill(subject, values)).replaceAll(" ").strip();
    }

    /** The text with its placeholders filled in. */
    public String text(Map<Placeholder, String> values) {
        return fill(text, values);
    }

    /** What a value holds is not looked into for placeholders: a subject may well have braces. */
    private static String fill(String text, Map<Placeholder, String> values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(Placeholder.of(found.group(1))
                        .map(it -> values.getOrDefault(it, ""))
                        .orElse(found.group())));
    }
}
