package org.etrngateway.net;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The addresses behind lines that lose packets by themselves, so that the next connection need not find out again.
 * Those found last are remembered, until the next start. Thread-safe.
 */
final class LossyLines {
    private static final int MOST = 10_000;

    private final Set<InetAddress> addresses = new LinkedHashSet<>();

    synchronized boolean isKnown(InetAddress address) {
        return addresses.contains(address);
    }

    synchronized void add(InetAddress address) {
        addresses.add(address);
        if (addresses.size() > MOST) {
            Iterator<InetAddress> oldest = addresses.iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
