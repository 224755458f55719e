package org.etrngateway.wording;

import static org.etrngateway.wording.Placeholder.DATE;
import static org.etrngateway.wording.Placeholder.GATEWAY;
import static org.etrngateway.wording.Placeholder.NEXT;
import static org.etrngateway.wording.Placeholder.RECIPIENTS;
import static org.etrngateway.wording.Placeholder.SUBJECT;
import static org.etrngateway.wording.Placeholder.TIME;
import static org.etrngateway.wording.Placeholder.UNTIL;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The texts that a language has. */
public enum Section {
    /** A server refused the message for good. */
    FAILED(true, GATEWAY, DATE, SUBJECT, RECIPIENTS),
    /** It was given up, for it is too old. */
    EXPIRED(true, GATEWAY, DATE, SUBJECT, RECIPIENTS),
    /** It went to a server that tells nothing of what comes of it. */
    RELAYED(true, GATEWAY, DATE, SUBJECT, RECIPIENTS),
    /** It still waits, and is kept. */
    DELAYED(true, GATEWAY, DATE, SUBJECT, RECIPIENTS, UNTIL, NEXT),
    /** It was not delivered by when its sender wanted it, and is tried further. */
    LATE(true, GATEWAY, DATE, SUBJECT, RECIPIENTS),
    /** It is kept for an operator to look at, for it is large. */
    HELD(true, GATEWAY, DATE, SUBJECT, RECIPIENTS, UNTIL),
    /** Within DELAYED: when it is tried next. */
    NEXT_TIME(false, TIME),
    /** Within DELAYED: it is tried again and again, and nobody can say when next. */
    NEXT_SOON(false),
    /** Within DELAYED: it goes when the recipients' mail system asks for it. */
    NEXT_REQUEST(false);

    private final boolean titled;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Set<Placeholder> placeholders;

    Section(boolean titled, Placeholder... placeholders) {
        this.titled = titled;
        this.placeholders = Set.of(placeholders);
    }

    /** True for a whole notice, which has a subject; false for a sentence within one. */
    boolean isTitled() {
        return titled;
    }

    boolean allows(Placeholder placeholder) {
        return placeholders.contains(placeholder);
    }

    /** As it is written between the brackets. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Section> of(String word) {
        return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
    }

    /** The placeholders it may have, as they are written. */
    String allowed() {
        return Arrays.stream(Placeholder.values())
                .filter(this::allows)
                .map(it -> "{" + it.word() + "}")
                .reduce((one, other) -> one + ", " + other)
                .orElse("none");
    }
}
