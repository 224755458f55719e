package org.etrngateway.address;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Reads IP addresses without ever asking a name server, whatever the text: the JDK's own reader looks
 * some broken addresses up. An IPv4-mapped IPv6 address becomes the IPv4 address.
 */
public final class IpAddress {
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    private IpAddress() {}

    /** True if the text is an IPv4 address in dotted-quad form or an IPv6 address (no zone, no brackets). */
    public static boolean isLiteral(String text) {
        return bytes(text).length > 0;
    }

    /**
     * @throws InvalidAddressException if the text is no IP address
     */
    public static InetAddress parse(String text) {
        try {
            // fails on the empty array that stands for "none"
            return InetAddress.getByAddress(bytes(text));
        } catch (UnknownHostException e) {
            throw new InvalidAddressException("not an IP address");
        }
    }

    private static byte[] bytes(String text) {
        boolean v6 = text.indexOf(':') >= 0;
        byte[] bytes = new byte[v6 ? V6_BYTES : V4_BYTES];
        return (v6 ? readV6(text, bytes) : readV4(text, bytes, 0)) ? bytes : new byte[0];
    }

    private static boolean readV4(String text, byte[] into, int offset) {
        int start = 0;
        for (int i = 0; i < V4_BYTES; i++) {
            int dot = text.indexOf('.', start);
            boolean last = i == V4_BYTES - 1;
            if (last != dot < 0) {
                return false;
            }
            String part = text.substring(start, last ? text.length() : dot);
            int value = part.length() > 3 ? -1 : Ascii.number(part, 255);
            if (value < 0) {
                return false;
            }
            into[offset + i] = (byte) value;
            start = dot + 1;
        }
        return true;
    }

    /** RFC 4291 §2.2: eight groups, one run of them written as {@code ::}, the last two as dotted quad. */
    private static boolean readV6(String text, byte[] into) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return readGroups(text, into, 0) == V6_BYTES;
        }
        if (text.lastIndexOf('.', gap) >= 0) {
            return false;
        }
        int head = gap == 0 ? 0 : readGroups(text.substring(0, gap), into, 0);
        String rest = text.substring(gap + 2);
        byte[] tail = new byte[V6_BYTES];
        int length = rest.isEmpty() ? 0 : readGroups(rest, tail, 0);
        if (head < 0 || length < 0 || head + length > V6_BYTES - 2) {
            return false;
        }
        System.arraycopy(tail, 0, into, V6_BYTES - length, length);
        return true;
    }

    /** Returns how many bytes were written, or -1. */
    private static int readGroups(String text, byte[] into, int offset) {
        int end = text.indexOf(':');
        String group = end < 0 ? text : text.substring(0, end);
        if (end < 0 && group.indexOf('.') >= 0) {
            return offset + V4_BYTES <= into.length && readV4(group, into, offset) ? offset + V4_BYTES : -1;
        }
        int value = hex(group);
        if (value < 0 || offset + 2 > into.length) {
            return -1;
        }
        into[offset] = (byte) (value >> 8);
        into[offset + 1] = (byte) value;
        return end < 0 ? offset + 2 : readGroups(text.substring(end + 1), into, offset + 2);
    }

    private static int hex(String group) {
        int value = 0;
        for (int i = 0; i < group.length(); i++) {
            int digit = group.charAt(i) < 0x80 ? Character.digit(group.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return group.isEmpty() || group.length() > 4 ? -1 : value;
    }
}
