package org.etrngateway.admin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What an operator does with messages. */
enum MessageAction {
    HOLD,
    RELEASE,
    PRIORITY,
    REMOVE,
    BOUNCE;

    /** As it is written in paths and commands. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(MessageAction::word).toList();
    }

    /**
     * @throws IllegalArgumentException if it is none
     */
    static MessageAction of(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no such action: it is " + String.join(", ", words())));
    }
}
