package org.etrngateway.delivery;

import java.net.InetAddress;
import java.util.Optional;

/** Where a site is, as far as those who asked for a flush of it have shown. Thread-safe. */
final class Whereabouts {
    private Optional<InetAddress> peer;
    private Optional<InetAddress> on;

    Whereabouts(Trigger trigger) {
        this.peer = trigger.peer();
        this.on = trigger.on();
    }

    /** A site that asks again may have come back on another link: what is opened from now on goes there. */
    synchronized void join(Trigger trigger) {
        peer = trigger.peer().or(() -> peer);
        on = trigger.on().or(() -> on);
    }

    /** The address from which it asked, having proved who it is. */
    synchronized Optional<InetAddress> peer() {
        return peer;
    }

    /** The address of ours on which it asked. */
    synchronized Optional<InetAddress> on() {
        return on;
    }

    /** True if a trigger shows it at another address. */
    boolean isElsewhere(Trigger trigger) {
        return trigger.peer()
                .filter(address -> !peer().equals(Optional.of(address)))
                .isPresent();
    }
}
