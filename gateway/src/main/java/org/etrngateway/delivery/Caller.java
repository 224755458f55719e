package org.etrngateway.delivery;

import java.net.InetAddress;

/**
 * The connection on which a site asked.
 *
 * @param address where it came from
 * @param local our end of it
 * @param proven true if the client proved who it is, by a password or a certificate: only then is its address where the
 *     site is. An address by itself proves nothing, for it may be another's tomorrow
 * @param secured true if the connection is under TLS
 */
public record Caller(InetAddress address, InetAddress local, boolean proven, boolean secured) {}
