package org.etrngateway.policy;

import java.util.Optional;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.address.SiteName;

/** The argument of ETRN (RFC 1985 §5), checked. Immutable. */
sealed interface EtrnName {
    /** {@code name}, or with {@code subtree} {@code @name}: it and all names below it. */
    record Node(DomainName domain, boolean subtree) implements EtrnName {}

    /** {@code #name}: here a site. */
    record Queue(SiteName site) implements EtrnName {}

    /** Empty if the text is none of them. */
    static Optional<EtrnName> parse(String text) {
        try {
            if (text.startsWith("#")) {
                return Optional.of(new Queue(new SiteName(text.substring(1))));
            }
            boolean subtree = text.startsWith("@");
            return Optional.of(new Node(DomainName.parse(subtree ? text.substring(1) : text), subtree));
        } catch (InvalidAddressException e) {
            return Optional.empty();
        }
    }
}
