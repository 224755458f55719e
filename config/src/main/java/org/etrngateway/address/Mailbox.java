package org.etrngateway.address;

import java.util.Objects;
import java.util.Optional;

/**
 * A mailbox of RFC 5321 §4.1.2 (RFC 6531 with non-ASCII): local part and domain, both kept exactly
 * as they were written, for envelopes are passed on unaltered. The local part is never interpreted:
 * {@code %}, {@code !} and a quoted {@code @} in it mean nothing to us. Equality is by the text.
 * Immutable. No record, since the domain that was checked is kept beside its text.
 */
public final class Mailbox {
    /** A path of 256 octets less its angle brackets (RFC 5321 §4.5.3.1.3). */
    private static final int MAX_OCTETS = 254;

    private final String localPart;
    private final String domainText;
    private final Optional<DomainName> domain;

    /**
     * @param localPart a dot-string or a quoted string with its quotes, at most 64 octets of UTF-8
     * @param domainText a domain name, or an address literal with its brackets
     * @throws InvalidAddressException if they are not, or exceed 254 octets together
     */
    public Mailbox(String localPart, String domainText) {
        MailboxSyntax.checkLocalPart(localPart);
        this.localPart = localPart;
        this.domainText = domainText;
        domain = MailboxSyntax.readDomain(domainText);
        if (MailboxSyntax.octets(localPart) + 1 + MailboxSyntax.octets(domainText) > MAX_OCTETS) {
            throw new InvalidAddressException("an address has at most " + MAX_OCTETS + " octets");
        }
    }

    /**
     * Reads {@code local@domain} without angle brackets. A source route is refused: RFC 5321 §4.1.1.3
     * lets a server do so, and none of today's clients sends one in earnest.
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

    /** The local part as written, quotes included. */
    public String localPart() {
        return localPart;
    }

    /** The domain as written: a name, or an address literal with its brackets. */
    public String domainText() {
        return domainText;
    }

    /** The domain in canonical form; empty if it is an address literal. */
    public Optional<DomainName> domain() {
        return domain;
    }

    public boolean isLiteral() {
        return domain.isEmpty();
    }

    /** True if it can only be sent to a server that offers SMTPUTF8 (RFC 6531). */
    public boolean needsSmtpUtf8() {
        return !Ascii.isAscii(localPart) || !Ascii.isAscii(domainText);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mailbox that && localPart.equals(that.localPart) && domainText.equals(that.domainText);
    }

    @Override
    public int hashCode() {
        return Objects.hash(localPart, domainText);
    }

    @Override
    public String toString() {
        return localPart + "@" + domainText;
    }
}
