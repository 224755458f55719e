package org.etrngateway.address;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Reads IP addresses without ever asking a name server, whatever the text. */
public final class IpAddress {
    private static final int LONGEST = 45;

    private IpAddress() {}

    /** True if the text is an IPv4 address in dotted-quad form or an IPv6 address (no zone, no brackets). */
    public static boolean isLiteral(String text) {
        return text.indexOf(':') >= 0 ? isV6(text) : isV4(text);
    }

    /**
     * @throws InvalidAddressException if the text is no IP address
     */
    public static InetAddress parse(String text) {
        if (!isLiteral(text)) {
            throw new InvalidAddressException("not an IP address");
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new InvalidAddressException("not an IP address");
        }
    }

    private static boolean isV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            boolean digits =
                    !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!digits || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean isV6(String text) {
        boolean shape = text.length() <= LONGEST
                && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80 || c == ':' || c == '.');
        if (!shape) {
            return false;
        }
        try {
            // A text with a colon is never looked up in DNS: it parses as a literal or it fails.
            InetAddress.getByName(text);
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
