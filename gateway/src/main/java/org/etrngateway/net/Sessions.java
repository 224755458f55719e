package org.etrngateway.net;

import java.net.InetSocketAddress;
import org.etrngateway.delivery.Connector;
import org.etrngateway.session.ServerActions;
import org.etrngateway.session.ServerSession;

/** Makes the session of a new connection. Called on the connection's thread; must not block. */
@FunctionalInterface
public interface Sessions {
    /**
     * @param local our end of the connection, also where the listener is open on all addresses
     * @param turned for who uses the connection as client once the session has {@linkplain ServerActions#turn given it up}
     */
    ServerSession open(
            Listener listener,
            InetSocketAddress local,
            InetSocketAddress client,
            Connector turned,
            ServerActions actions);
}
