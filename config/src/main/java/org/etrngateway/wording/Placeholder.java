package org.etrngateway.wording;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What stands in a text as {@code {name}} until a notice is written. */
public enum Placeholder {
    /** Our hostname. */
    GATEWAY,
    /** When the message was accepted. */
    DATE,
    /** The subject of the message, at most 200 characters; empty if it has none. */
    SUBJECT,
    /** The recipients that the notice is about, each in a paragraph with what its server said. */
    RECIPIENTS,
    /** When the message will be given up. */
    UNTIL,
    /** When it will be tried next: the text of the section for that. */
    NEXT,
    /** In the text for {@link #NEXT}: the time. */
    TIME;

    /** As it is written between the braces. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Placeholder> of(String word) {
        return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
    }
}
