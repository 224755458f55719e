package org.etrngateway.address;

import java.util.Optional;

/**
 * A mailbox of RFC 5321 §4.1.2 (RFC 6531 with non-ASCII): local part and domain, both kept exactly
 * as they were written, for envelopes are passed on unaltered. The local part is never interpreted:
 * {@code %}, {@code !} and a quoted {@code @} in it mean nothing to us. Equality is by the text.
 * Immutable.
 *
 * @param localPart a dot-string or a quoted string with its quotes, at most 64 octets of UTF-8
 * @param domainText a domain name, or an address literal with its brackets
 */
public record Mailbox(String localPart, String domainText) {
    private static final int MAX_PATH = 254;

    public Mailbox {
        MailboxSyntax.checkLocalPart(localPart);
        MailboxSyntax.checkDomain(domainText);
        if (MailboxSyntax.octets(localPart) + 1 + MailboxSyntax.octets(domainText) > MAX_PATH) {
            throw new InvalidAddressException("an address has at most " + MAX_PATH + " octets");
        }
    }

    /**
     * Reads {@code local@domain} without angle brackets.
     *
     * @throws InvalidAddressException if the text is no mailbox
     */
    public static Mailbox parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw new InvalidAddressException("an address has the form local@domain");
        }
        return new Mailbox(text.substring(0, at), text.substring(at + 1));
    }

    /** The domain in canonical form; empty if it is an address literal. */
    public Optional<DomainName> domain() {
        return isLiteral() ? Optional.empty() : Optional.of(DomainName.parse(domainText));
    }

    public boolean isLiteral() {
        return domainText.startsWith("[");
    }

    /** True if it can only be sent to a server that offers SMTPUTF8 (RFC 6531). */
    public boolean needsSmtpUtf8() {
        return !isAscii(localPart) || !isAscii(domainText);
    }

    @Override
    public String toString() {
        return localPart + "@" + domainText;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
