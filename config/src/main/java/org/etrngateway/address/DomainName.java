package org.etrngateway.address;

import java.net.IDN;
import java.util.Locale;

/**
 * A fully qualified domain name in canonical form: lower case, A-labels (RFC 5890), no final dot.
 * Two spellings of one name are equal. At most 253 octets; each label 1 to 63 of letters, digits and
 * hyphen, neither first nor last a hyphen (RFC 5321 §4.1.2, RFC 1123 §2.1). The last label is not all
 * digits, so that no name can be taken for an IPv4 address (RFC 1123 §2.1). Immutable.
 *
 * <p>Every command of a session makes one: text that is canonical already is scanned once and kept.
 */
public record DomainName(String name) implements Comparable<DomainName> {
    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;

    public DomainName {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new InvalidAddressException("a domain name has 1 to " + MAX_NAME + " characters");
        }
        name = toLowerAscii(name);
        checkLabels(name);
    }

    /**
     * @throws InvalidAddressException if the text is no domain name
     */
    public static DomainName parse(String text) {
        return new DomainName(text);
    }

    /** True if this is {@code other} or lies at any depth below it. */
    public boolean isWithin(DomainName other) {
        return equals(other) || isBelow(other);
    }

    /** True if this lies at any depth below {@code other}; a name is not below itself. */
    public boolean isBelow(DomainName other) {
        int head = name.length() - other.name.length() - 1;
        return head > 0 && name.charAt(head) == '.' && name.endsWith(other.name);
    }

    @Override
    public int compareTo(DomainName other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }

    private static String toLowerAscii(String text) {
        if (Ascii.isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        try {
            // The mapping of IDNA 2003, the one the JDK has; A-labels of newer names pass as they are.
            return IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new InvalidAddressException("not an internationalised domain name");
        }
    }

    private static void checkLabels(String name) {
        if (name.length() > MAX_NAME) {
            throw new InvalidAddressException("a domain name has 1 to " + MAX_NAME + " characters");
        }
        int start = 0;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
            checkLabel(name, start, dot);
            start = dot + 1;
        }
        checkLabel(name, start, name.length());
        if (Ascii.isDigits(name, start)) {
            throw new InvalidAddressException("the last label of a domain name is not a number");
        }
    }

    private static void checkLabel(String name, int from, int to) {
        if (to == from || to - from > MAX_LABEL) {
            throw new InvalidAddressException("a label of a domain name has 1 to " + MAX_LABEL + " characters");
        }
        if (name.charAt(from) == '-' || name.charAt(to - 1) == '-') {
            throw new InvalidAddressException("a label neither begins nor ends with a hyphen");
        }
        for (int i = from; i < to; i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')) {
                throw new InvalidAddressException("a domain name has letters, digits, hyphens and dots only");
            }
        }
    }
}
