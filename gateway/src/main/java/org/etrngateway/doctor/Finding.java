package org.etrngateway.doctor;

import java.util.Locale;

/**
 * Something that a check found. Immutable.
 *
 * @param about what was looked at, in a word
 * @param text what was seen
 * @param advice what to do; empty text where nothing is to be done
 */
public record Finding(Level level, String about, String text, String advice) {
    /** How bad it is, the worst last. */
    public enum Level {
        OK,
        /** Mail flows, but something is worth a look. */
        ADVICE,
        /** Mail does not flow, or may be lost. */
        PROBLEM;

        /** As it is written for people and programs. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Finding ok(String about, String text) {
        return new Finding(Level.OK, about, text, "");
    }

    public static Finding advice(String about, String text, String advice) {
        return new Finding(Level.ADVICE, about, text, advice);
    }

    public static Finding problem(String about, String text, String advice) {
        return new Finding(Level.PROBLEM, about, text, advice);
    }
}
