package org.etrngateway.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Looks at the header of a message as it streams by: counts the hops, takes the subject and the priority. Changes
 * nothing, keeps little more than {@link #MAX_SUBJECT} octets, and stops at the first empty line. Belongs to one
 * thread.
 */
public final class HeaderScan {
    /** Octets of the subject as it was sent; enough for 200 characters, encoded. */
    private static final int MAX_SUBJECT = 4096;

    /** More than a priority and spaces around it. */
    private static final int MAX_PRIORITY = 32;

    /** Longer than the names that matter. */
    private static final int MAX_NAME = 16;

    private enum State {
        LINE_START,
        NAME,
        VALUE,
        END
    }

    private final StringBuilder name = new StringBuilder(MAX_NAME);
    private final ByteArrayOutputStream subject = new ByteArrayOutputStream();
    private State state = State.LINE_START;
    private final StringBuilder priority = new StringBuilder(MAX_PRIORITY);
    private boolean inSubject;
    private boolean inPriority;
    private int priorities;
    private boolean subjectSeen;
    private int received;

    /** Takes the next octets of the message; the buffer is left at its end. */
    public void scan(ByteBuffer octets) {
        while (state != State.END && octets.hasRemaining()) {
            next(octets.get());
        }
    }

    /** True once the empty line behind the header was met. */
    public boolean isThrough() {
        return state == State.END;
    }

    /** Received fields so far (RFC 5321 §6.3). */
    public int received() {
        return received;
    }

    /** The first Subject field, decoded, without control characters, at most 200 characters; empty if there is none. */
    public String subject() {
        return EncodedWords.decode(subject.toByteArray());
    }

    /** What the field MT-Priority says (RFC 6758 §2), from -9 to 9; empty if there is none, or more than one, or no number in it. */
    public OptionalInt priority() {
        return priorities == 1 ? WantedGrammar.priorityOf(priority.toString().strip()) : OptionalInt.empty();
    }

    private void next(byte octet) {
        switch (state) {
            case LINE_START -> lineStart(octet);
            case NAME -> name(octet);
            case VALUE -> value(octet);
            case END -> {}
        }
    }

    private void lineStart(byte octet) {
        if (octet == '\r') {
            // Only CRLF reaches this place: an empty line ends the header.
            state = State.END;
        } else if (octet == ' ' || octet == '\t') {
            state = State.VALUE;
            value(octet);
        } else {
            inSubject = false;
            inPriority = false;
            name.setLength(0);
            state = State.NAME;
            name(octet);
        }
    }

    private void name(byte octet) {
        if (octet == ':') {
            field(name.toString().stripTrailing().toLowerCase(Locale.ROOT));
            state = State.VALUE;
        } else if (octet == '\n') {
            state = State.LINE_START;
        } else if (name.length() < MAX_NAME) {
            name.append((char) (octet & 0xFF));
        }
    }

    private void field(String field) {
        if (field.equals("received")) {
            received++;
        } else if (field.equals("subject") && !subjectSeen) {
            subjectSeen = true;
            inSubject = true;
        } else if (field.equals("mt-priority")) {
            priorities++;
            inPriority = true;
        }
    }

    private void value(byte octet) {
        if (octet == '\n') {
            state = State.LINE_START;
        } else if (inPriority && priority.length() < MAX_PRIORITY) {
            priority.append((char) (octet & 0xFF));
        } else if (inSubject && octet != '\r' && subject.size() < MAX_SUBJECT) {
            subject.write(octet);
        }
    }
}
