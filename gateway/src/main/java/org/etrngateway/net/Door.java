package org.etrngateway.net;

import java.net.InetAddress;

/** Counts open connections, and says when there are enough. Thread-safe; answers from memory. */
public interface Door {
    /** True if one more connection from this client is welcome; it is counted then. */
    boolean enter(InetAddress client);

    /** A connection that was counted has ended. */
    void leave(InetAddress client);
}
