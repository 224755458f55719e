package org.etrngateway.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.etrngateway.address.AddressRange;
import org.etrngateway.config.ListenerTls;
import org.etrngateway.session.Service;

/**
 * A port on which SMTP clients are served.
 *
 * @param name stands in logs
 * @param service what it is for
 * @param bind where it listens; port 0: the system chooses
 * @param connections open at once, 1 or more
 * @param proxies who comes from there says in a PROXY header for whom; nobody else may
 */
public record Listener(
        String name,
        Service service,
        InetSocketAddress bind,
        ListenerTls tls,
        int connections,
        List<AddressRange> proxies) {
    public Listener {
        proxies = List.copyOf(proxies);
    }

    boolean isProxy(InetAddress client) {
        return proxies.stream().anyMatch(range -> range.contains(client));
    }
}
