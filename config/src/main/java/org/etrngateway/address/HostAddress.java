package org.etrngateway.address;

/**
 * A host and a TCP port. The host is a domain name (a single label such as {@code localhost} is
 * one too) or an IPv4 or IPv6 address without brackets. Immutable.
 *
 * @param port 1 to 65535, or 0 where the system shall choose (listeners of tests)
 */
public record HostAddress(String host, int port) {
    private static final int MAX_PORT = 65535;

    public HostAddress {
        if (port < 0 || port > MAX_PORT) {
            throw new InvalidAddressException("a port is a number from 0 to 65535");
        }
        host = IpAddress.isLiteral(host) ? host : DomainName.parse(host).name();
    }

    /**
     * Reads {@code host:port}, {@code [v6]:port}, {@code host} or {@code [v6]}.
     *
     * @param defaultPort the port where the text has none
     * @throws InvalidAddressException if the text is none of these
     */
    public static HostAddress parse(String text, int defaultPort) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            String rest = end < 0 ? "" : text.substring(end + 1);
            if (end < 0 || !(rest.isEmpty() || rest.startsWith(":"))) {
                throw new InvalidAddressException("expected [IPv6 address]:port");
            }
            String host = text.substring(1, end);
            if (!IpAddress.isLiteral(host)) {
                throw new InvalidAddressException("brackets hold an IP address");
            }
            return new HostAddress(host, rest.isEmpty() ? defaultPort : port(rest.substring(1)));
        }
        int colon = text.indexOf(':');
        if (colon < 0 || colon != text.lastIndexOf(':')) {
            return new HostAddress(text, defaultPort);
        }
        return new HostAddress(text.substring(0, colon), port(text.substring(colon + 1)));
    }

    private static int port(String digits) {
        return Ascii.number(digits, MAX_PORT);
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
