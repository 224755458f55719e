package org.etrngateway.net;

import java.net.InetSocketAddress;
import org.etrngateway.session.Service;

/**
 * A port on which SMTP clients are served.
 *
 * @param name stands in logs
 * @param service what it is for
 * @param bind where it listens; port 0: the system chooses
 */
public record Listener(String name, Service service, InetSocketAddress bind) {}
