package org.etrngateway.smtp;

/** The encoding of ENVID and ORCPT (RFC 3461 §4): printable ASCII, and {@code +} with two hexadecimal digits. */
final class Xtext {
    private static final String HEX = "0123456789ABCDEF";

    private Xtext() {}

    /**
     * True if the text is xtext and what it stands for is printable ASCII: what it carries ends up in the
     * headers of notices.
     */
    static boolean isValid(String text) {
        if (text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '+') {
                if (!isPrintableEscape(text, i + 1)) {
                    return false;
                }
                i += 2;
            } else if (c < '!' || c > '~' || c == '=') {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrintableEscape(String text, int at) {
        if (at + 2 > text.length()) {
            return false;
        }
        int high = HEX.indexOf(text.charAt(at));
        int low = HEX.indexOf(text.charAt(at + 1));
        int octet = high * 16 + low;
        return high >= 0 && low >= 0 && octet >= ' ' && octet <= '~';
    }
}
