package org.etrngateway.net;

import java.net.InetSocketAddress;

/** Socket addresses as text, without ever asking a name server. */
final class Addresses {
    private Addresses() {}

    /** {@code 192.0.2.1:25} or {@code [2001:db8::1]:25}. */
    static String text(InetSocketAddress address) {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return host.indexOf(':') < 0 ? host + ":" + address.getPort() : "[" + host + "]:" + address.getPort();
    }
}
