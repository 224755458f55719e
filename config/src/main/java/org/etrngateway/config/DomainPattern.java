package org.etrngateway.config;

import org.etrngateway.address.DomainName;

/**
 * The domains a site owns: an exact name, or {@code *.x} for names of any depth below x, not x itself.
 */
public record DomainPattern(DomainName name, boolean wildcard) {
    private static final String STAR = "*.";

    /**
     * @throws org.etrngateway.address.InvalidAddressException if the text is no pattern
     */
    public static DomainPattern parse(String text) {
        return text.startsWith(STAR)
                ? new DomainPattern(DomainName.parse(text.substring(STAR.length())), true)
                : new DomainPattern(DomainName.parse(text), false);
    }

    public boolean matches(DomainName domain) {
        return wildcard ? domain.isBelow(name) : domain.equals(name);
    }

    @Override
    public String toString() {
        return wildcard ? STAR + name : name.toString();
    }
}
