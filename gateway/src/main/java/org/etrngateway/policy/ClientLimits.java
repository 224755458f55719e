package org.etrngateway.policy;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Counts what each client does, over all sessions: an IPv4 address, or a /64 of IPv6, is a client.
 * Upstreams are free of these limits. Memory is bounded by the open connections and
 * {@link #MAX_CLIENTS}. Thread-safe.
 */
public final class ClientLimits {
    /** Clients that are told apart within a minute; those beyond share one count. */
    private static final int MAX_CLIENTS = 10_000;

    private static final long OTHERS = -1;

    private final Supplier<PolicyRules> rules;
    private final Clock clock;
    private final Map<Long, Integer> connections = new HashMap<>();
    private final Map<Long, Integer> etrns = new HashMap<>();
    private int open;
    private long minute;

    /**
     * @param rules the present rules
     */
    public ClientLimits(Supplier<PolicyRules> rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /** A connection came. If false, it is one too many and was not counted. */
    public synchronized boolean opened(InetAddress client) {
        PolicyRules now = rules.get();
        int own = connections.getOrDefault(key(client), 0);
        boolean ownLimit = own >= now.limits().connectionsPerClient() && !now.isUpstream(client);
        if (ownLimit || open >= now.limits().connections()) {
            return false;
        }
        open++;
        connections.put(key(client), own + 1);
        return true;
    }

    /** A connection that was counted is gone. */
    public synchronized void closed(InetAddress client) {
        open--;
        connections.computeIfPresent(key(client), (key, own) -> own > 1 ? own - 1 : null);
    }

    /** An ETRN came. If false, it is one too many in this minute. */
    synchronized boolean etrn(InetAddress client) {
        PolicyRules now = rules.get();
        if (now.isUpstream(client)) {
            return true;
        }
        long present = Math.floorDiv(clock.millis(), 60_000L);
        if (present != minute) {
            minute = present;
            etrns.clear();
        }
        long key = key(client);
        long counted = etrns.size() < MAX_CLIENTS || etrns.containsKey(key) ? key : OTHERS;
        return etrns.merge(counted, 1, Integer::sum) <= now.limits().etrnPerMinute();
    }

    /** The same number for all addresses of one client. */
    static long key(InetAddress client) {
        byte[] octets = client.getAddress();
        return octets.length == 4
                ? ByteBuffer.wrap(octets).getInt() & 0xFFFFFFFFL
                : ByteBuffer.wrap(octets).getLong();
    }
}
