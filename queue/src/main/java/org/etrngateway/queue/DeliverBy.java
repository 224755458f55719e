package org.etrngateway.queue;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By when a message is to be delivered, and what becomes of it if it is not (RFC 2852). Immutable.
 *
 * @param seconds from when the message is free to go, or is passed on; -999,999,999 to 999,999,999
 * @param traced true if the sender wants to hear of each server that passes it on
 */
public record DeliverBy(int seconds, Mode mode, boolean traced) {
    /** Nine digits (RFC 2852 §4). */
    public static final int MOST = 999_999_999;

    private static final Pattern VALUE =
            Pattern.compile("(?<seconds>[+-]?[0-9]{1,9});(?<mode>[RN])(?<trace>T?)", Pattern.CASE_INSENSITIVE);

    public DeliverBy {
        if (Math.abs(seconds) > MOST) {
            throw new IllegalArgumentException("no time to deliver by: " + seconds);
        }
    }

    /** What becomes of a message that is not delivered in time. */
    public enum Mode {
        /** It goes back to its sender. */
        RETURN("R"),
        /** Its sender is told so, and it goes on. */
        NOTIFY("N");

        private final String letter;

        Mode(String letter) {
            this.letter = letter;
        }
    }

    /**
     * Reads the value of the parameter BY; empty if it is none, or asks for a return at a time that has passed: of such a
     * one its sender can only be told (RFC 2852 §4).
     */
    public static Optional<DeliverBy> parse(String value) {
        Matcher matcher = VALUE.matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int seconds = Integer.parseInt(matcher.group("seconds"));
        Mode mode = matcher.group("mode").equalsIgnoreCase("R") ? Mode.RETURN : Mode.NOTIFY;
        if (mode == Mode.RETURN && seconds <= 0) {
            return Optional.empty();
        }
        return Optional.of(new DeliverBy(seconds, mode, !matcher.group("trace").isEmpty()));
    }

    /** True if the message is to go back when it is late. */
    public boolean returns() {
        return mode == Mode.RETURN;
    }

    /** The same with the time that is left. */
    public DeliverBy within(long left) {
        return new DeliverBy((int) Math.max(-MOST, Math.min(MOST, left)), mode, traced);
    }

    /** The value of the parameter BY. */
    @Override
    public String toString() {
        return seconds + ";" + mode.letter + (traced ? "T" : "");
    }
}
