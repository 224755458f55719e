package org.etrngateway.address;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of IP addresses: {@code 192.0.2.0/29}, {@code 2001:db8::/32}, or a single address. An
 * IPv4-mapped IPv6 address counts as the IPv4 address. Immutable.
 *
 * @param prefix how many leading bits are fixed; all bits of {@code network} behind them are zero
 */
public record AddressRange(InetAddress network, int prefix) {
    private static final int MAPPED_PREFIX = 96;

    public AddressRange {
        byte[] bytes = network.getAddress();
        int bits = bytes.length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new InvalidAddressException("the prefix length is 0 to " + bits);
        }
        if (!Arrays.equals(bytes, masked(bytes, prefix))) {
            throw new InvalidAddressException("the address has bits beyond the prefix length");
        }
    }

    /**
     * @throws InvalidAddressException if the text is no address and no range, or has host bits set
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        int bits = address.getAddress().length * 8;
        if (slash < 0) {
            return new AddressRange(address, bits);
        }
        int prefix = Ascii.number(text.substring(slash + 1), 128);
        if (prefix < 0) {
            throw new InvalidAddressException("the prefix length is 0 to " + bits);
        }
        boolean mapped = bits == 32 && text.indexOf(':') >= 0;
        return new AddressRange(address, mapped ? prefix - MAPPED_PREFIX : prefix);
    }

    public boolean contains(InetAddress address) {
        byte[] own = network.getAddress();
        byte[] other = address.getAddress();
        return own.length == other.length && Arrays.equals(own, masked(other, prefix));
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] kept = new byte[address.length];
        for (int i = 0; i < kept.length; i++) {
            int fixed = Math.max(0, Math.min(8, prefix - i * 8));
            kept[i] = (byte) (address[i] & 0xFF << 8 - fixed);
        }
        return kept;
    }
}
