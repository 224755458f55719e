package org.etrngateway.delivery;

import java.net.InetSocketAddress;

/**
 * One address to try.
 *
 * @param serverName the name under which the server is known, for logs, SNI and its certificate
 */
record Target(String serverName, InetSocketAddress address) {
    @Override
    public String toString() {
        String host = address.getAddress().getHostAddress();
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return serverName.equals(host)
                ? shown + ":" + address.getPort()
                : serverName + "[" + host + "]:" + address.getPort();
    }
}
