package org.etrngateway.address;

import java.util.Optional;

/** The grammar of RFC 5321 §4.1.2 and RFC 6531 §3.3 for the two halves of a mailbox. */
final class MailboxSyntax {
    private static final int MAX_LOCAL_PART = 64;
    private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";
    private static final String IPV6_TAG = "IPv6:";

    private MailboxSyntax() {}

    static void checkLocalPart(String text) {
        if (text.isEmpty() || octets(text) > MAX_LOCAL_PART) {
            throw new InvalidAddressException("a local part has 1 to " + MAX_LOCAL_PART + " octets");
        }
        boolean valid = text.startsWith("\"") ? isQuotedString(text) : isDotString(text);
        if (!valid) {
            throw new InvalidAddressException("the local part is neither a dot-string nor a quoted string");
        }
    }

    /** The domain name that the text is; empty if it is an address literal (RFC 5321 §4.1.3). */
    static Optional<DomainName> readDomain(String text) {
        if (!text.startsWith("[")) {
            return Optional.of(DomainName.parse(text));
        }
        if (!text.endsWith("]")) {
            throw new InvalidAddressException("an address literal ends with ]");
        }
        String inside = text.substring(1, text.length() - 1);
        boolean v6 = inside.regionMatches(true, 0, IPV6_TAG, 0, IPV6_TAG.length());
        String address = v6 ? inside.substring(IPV6_TAG.length()) : inside;
        if (!IpAddress.isLiteral(address) || v6 != (address.indexOf(':') >= 0)) {
            throw new InvalidAddressException("the address literal holds no IP address");
        }
        return Optional.empty();
    }

    /** Octets in UTF-8; a surrogate without its other half, which UTF-8 cannot hold, is refused. */
    static int octets(String text) {
        int octets = 0;
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                throw new InvalidAddressException("an address is text that UTF-8 can hold");
            }
            octets += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            i += Character.charCount(c) - 1;
        }
        return octets;
    }

    private static boolean isDotString(String text) {
        boolean afterDot = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (afterDot) {
                    return false;
                }
                afterDot = true;
            } else if (isAtext(c)) {
                afterDot = false;
            } else {
                return false;
            }
        }
        return !afterDot;
    }

    private static boolean isAtext(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c >= 0xA0
                || ATEXT_SPECIALS.indexOf(c) >= 0;
    }

    private static boolean isQuotedString(String text) {
        int last = text.length() - 1;
        if (last < 1 || text.charAt(last) != '"') {
            return false;
        }
        for (int i = 1; i < last; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                if (i >= last || text.charAt(i) < ' ' || text.charAt(i) > '~') {
                    return false;
                }
            } else if (c == '"' || c < ' ' || c >= 0x7F && c < 0xA0) {
                return false;
            }
        }
        return true;
    }
}
