package org.etrngateway.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Under which addresses our listeners are reached, so that mail is never delivered to ourselves. */
final class OwnAddresses {
    private static final Logger log = LoggerFactory.getLogger(OwnAddresses.class);

    private OwnAddresses() {}

    /** The addresses themselves; for a wildcard, those of all interfaces of this moment. */
    static Set<InetSocketAddress> of(Collection<InetSocketAddress> listeners) {
        Set<InetSocketAddress> own = new LinkedHashSet<>();
        for (InetSocketAddress listener : listeners) {
            if (listener.getAddress().isAnyLocalAddress()) {
                interfaces().forEach(address -> own.add(new InetSocketAddress(address, listener.getPort())));
            } else {
                own.add(listener);
            }
        }
        return own;
    }

    private static List<InetAddress> interfaces() {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            return all.flatMap(NetworkInterface::inetAddresses).toList();
        } catch (SocketException e) {
            log.warn("the addresses of this machine are unknown: {}", e.getMessage());
            return List.of();
        }
    }
}
