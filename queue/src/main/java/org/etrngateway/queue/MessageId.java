package org.etrngateway.queue;

import java.util.Optional;

/**
 * The id of a message in this queue: positive, ascending in the order of the drafts, never reused, also
 * after a crash. Written as 13 characters of base 32 without I, L, O and U. Immutable.
 */
public record MessageId(long value) implements Comparable<MessageId> {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int DIGITS = 13;

    public MessageId {
        if (value <= 0) {
            throw new IllegalArgumentException("a message id is positive");
        }
    }

    /**
     * Reads what {@link #toString} wrote, in upper or lower case, leading zeros optional.
     *
     * @throws IllegalArgumentException if the text is no message id; names it
     */
    public static MessageId parse(String text) {
        long value = 0;
        if (text.isEmpty() || text.length() > DIGITS) {
            throw new IllegalArgumentException(text + ": a message id has 1 to " + DIGITS + " characters");
        }
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(Character.toUpperCase(text.charAt(i)));
            if (digit < 0 || value >>> 58 != 0) {
                throw new IllegalArgumentException(text + ": not a message id");
            }
            value = value << 5 | digit;
        }
        return new MessageId(value);
    }

    /** The id behind which a list begins with this one; empty if this is the first that there can be. */
    public Optional<MessageId> before() {
        return value == 1 ? Optional.empty() : Optional.of(new MessageId(value - 1));
    }

    @Override
    public int compareTo(MessageId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        char[] text = new char[DIGITS];
        long rest = value;
        for (int i = DIGITS - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (rest & 31));
            rest >>>= 5;
        }
        return new String(text);
    }
}
