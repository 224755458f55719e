package org.etrngateway.config;

import java.net.InetAddress;
import java.util.Optional;

/** The local address from which a site is called. Immutable. */
public sealed interface CallFrom {
    /** Whatever the system chooses. */
    CallFrom ANY = new Any();

    /** The address on which the site asked; where none is known, whatever the system chooses. */
    CallFrom SAME = new Same();

    /**
     * The address to call from; empty: the system chooses.
     *
     * @param asked the local address of the connection on which the site asked, if it asked on one
     */
    Optional<InetAddress> address(Optional<InetAddress> asked);

    /** See {@link #ANY}. */
    record Any() implements CallFrom {
        @Override
        public Optional<InetAddress> address(Optional<InetAddress> asked) {
            return Optional.empty();
        }
    }

    /** See {@link #SAME}. */
    record Same() implements CallFrom {
        @Override
        public Optional<InetAddress> address(Optional<InetAddress> asked) {
            return asked;
        }
    }

    /** Always this one. */
    record Fixed(InetAddress local) implements CallFrom {
        @Override
        public Optional<InetAddress> address(Optional<InetAddress> asked) {
            return Optional.of(local);
        }
    }
}
