package org.etrngateway.address;

import java.util.Optional;

/**
 * The sender of an envelope: a mailbox, or the null path {@code <>} of notices, which must never be
 * answered by a notice (RFC 5321 §4.5.5). Immutable.
 */
public record ReversePath(Optional<Mailbox> mailbox) {
    public static final ReversePath NULL = new ReversePath(Optional.empty());

    public static ReversePath of(Mailbox mailbox) {
        return new ReversePath(Optional.of(mailbox));
    }

    /**
     * Reads a mailbox without angle brackets, or the empty text for the null path.
     *
     * @throws InvalidAddressException if the text is neither
     */
    public static ReversePath parse(String text) {
        return text.isEmpty() ? NULL : of(Mailbox.parse(text));
    }

    public boolean isNull() {
        return mailbox.isEmpty();
    }

    /** The text without angle brackets; empty for the null path. */
    @Override
    public String toString() {
        return mailbox.map(Mailbox::toString).orElse("");
    }
}
