package org.etrngateway.net;

import java.net.InetSocketAddress;

/**
 * A port on which SMTP clients are served.
 *
 * @param name stands in logs
 * @param trigger true if it is for triggers only
 * @param bind where it listens; port 0: the system chooses
 */
public record Listener(String name, boolean trigger, InetSocketAddress bind) {}
