package org.etrngateway.net;

import java.net.InetSocketAddress;
import org.etrngateway.session.ServerActions;
import org.etrngateway.session.ServerSession;

/** Makes the session of a new connection. Called on the connection's thread; must not block. */
@FunctionalInterface
public interface Sessions {
    ServerSession open(Listener listener, InetSocketAddress client, ServerActions actions);
}
