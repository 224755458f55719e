package org.etrngateway.address;

import java.net.InetAddress;

/**
 * A range of IP addresses: {@code 192.0.2.0/29}, {@code 2001:db8::/32}, or a single address. An
 * IPv4-mapped IPv6 address counts as the IPv4 address. Immutable.
 */
public record AddressRange(InetAddress network, int prefix) {
    public AddressRange {
        byte[] bytes = network.getAddress();
        if (prefix < 0 || prefix > bytes.length * 8) {
            throw new InvalidAddressException("the prefix length is 0 to " + bytes.length * 8);
        }
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            if (bit(bytes, bit) != 0) {
                throw new InvalidAddressException("the address has bits beyond the prefix length");
            }
        }
    }

    /**
     * @throws InvalidAddressException if the text is no address and no range, or has host bits set
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            InetAddress address = IpAddress.parse(text);
            return new AddressRange(address, address.getAddress().length * 8);
        }
        String digits = text.substring(slash + 1);
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new InvalidAddressException("the prefix length is a number");
        }
        return new AddressRange(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(digits));
    }

    public boolean contains(InetAddress address) {
        byte[] a = network.getAddress();
        byte[] b = address.getAddress();
        if (a.length != b.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            if (bit(a, bit) != bit(b, bit)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }

    private static int bit(byte[] bytes, int index) {
        return bytes[index / 8] >> (7 - index % 8) & 1;
    }
}
