package org.etrngateway.config;

import java.util.Optional;
import org.etrngateway.address.Mailbox;

/**
 * As whom a site may send: an address, or a domain as {@link DomainPattern} has it. Case does not count. Immutable.
 *
 * @param mailbox empty where the domain is given
 */
public record SenderPattern(Optional<Mailbox> mailbox, Optional<DomainPattern> domain) {
    /**
     * @throws org.etrngateway.address.InvalidAddressException if the text is neither
     */
    public static SenderPattern parse(String text) {
        return text.indexOf('@') > 0
                ? new SenderPattern(Optional.of(Mailbox.parse(text)), Optional.empty())
                : of(DomainPattern.parse(text.startsWith("@") ? text.substring(1) : text));
    }

    static SenderPattern of(DomainPattern domain) {
        return new SenderPattern(Optional.empty(), Optional.of(domain));
    }

    /** True if the address may stand in MAIL. */
    public boolean matches(Mailbox sender) {
        return domain.map(pattern -> sender.domain().filter(pattern::matches).isPresent())
                .orElseGet(() -> mailbox.orElseThrow().domain().equals(sender.domain())
                        && mailbox.orElseThrow().localPart().equalsIgnoreCase(sender.localPart()));
    }

    @Override
    public String toString() {
        return domain.map(DomainPattern::toString)
                .orElseGet(() -> mailbox.orElseThrow().toString());
    }
}
