package org.etrngateway.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MessageId;
import org.etrngateway.session.Continuation;
import org.etrngateway.session.Parcel;
import org.etrngateway.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which messages can be gone on with where a connection has ended (RFC 1845), and what their servers have said so far.
 * Names are derived from what they name and stored nowhere: after a start all mail that was accepted before may be
 * known to its servers. A server whose checkpoints are of no use is remembered until the next start. Thread-safe.
 */
final class Continuations {
    private static final Logger LOG = LoggerFactory.getLogger(Continuations.class);

    /** Transactions that are remembered. */
    private static final int MOST = 10_000;

    /** So often in a row a message may be in flight at a failure without getting on. */
    private static final int STANDSTILLS = 3;

    /** Characters of a name (RFC 1845 §2), without brackets. */
    private static final int NAME = 78;

    private final Map<Key, Course> courses = new LinkedHashMap<>();
    private final Set<Server> distrusted = ConcurrentHashMap.newKeySet();
    private Instant since;

    /**
     * @param since what was accepted before may be known to servers, by an earlier run
     */
    Continuations(Instant since) {
        this.since = since;
    }

    /** A message for those of its recipients that are in one transaction. */
    private record Key(MessageId id, List<Integer> recipients) {
        static Key of(Parcel parcel) {
            return new Key(parcel.lease().id(), parcel.recipients());
        }
    }

    private record Server(SiteName site, Optional<DomainName> domain) {}

    /** How a transaction goes. */
    private static final class Course {
        private Map<Integer, Reply> known = Map.of();
        private boolean offered;
        private long kept;
        private int standstills;
    }

    /**
     * How a parcel that is now given to a server can be gone on with.
     *
     * @param above octets; only larger messages are
     */
    synchronized Optional<Continuation> give(
            Parcel parcel, Optional<DomainName> domain, OptionalLong above, DomainName hostname) {
        boolean large = above.isPresent() && parcel.lease().size() > above.getAsLong();
        if (!large || distrusted.contains(new Server(parcel.lease().site(), domain))) {
            return Optional.empty();
        }
        Optional<Course> before = Optional.ofNullable(courses.get(Key.of(parcel)));
        boolean first = before.isEmpty() && parcel.lease().envelope().received().isAfter(since);
        if (before.isEmpty()) {
            remember(parcel);
        }
        Map<Integer, Reply> known = before.map(course -> course.known).orElse(Map.of());
        return Optional.of(new Continuation(name(parcel, hostname), first, known));
    }

    private void remember(Parcel parcel) {
        courses.put(Key.of(parcel), new Course());
        if (courses.size() > MOST) {
            Iterator<Key> oldest = courses.keySet().iterator();
            oldest.next();
            oldest.remove();
            // It may be known to its server, and must not pass for one that is not.
            since = Instant.MAX;
        }
    }

    synchronized void enveloped(Parcel parcel, Map<Integer, Reply> replies) {
        Course course = courses.computeIfAbsent(Key.of(parcel), key -> new Course());
        course.known = Map.copyOf(replies);
        course.offered = true;
    }

    /** The server has so many octets; true if that is more than it ever had. */
    synchronized boolean resumed(Parcel parcel, long kept) {
        Course course = courses.computeIfAbsent(Key.of(parcel), key -> new Course());
        boolean more = kept > course.kept;
        course.offered = true;
        course.kept = Math.max(kept, course.kept);
        course.standstills = more ? 0 : course.standstills;
        LOG.info(
                "message {} goes on at octet {} of {}",
                parcel.lease().id(),
                kept,
                parcel.lease().size());
        return more;
    }

    /** True if the server has shown that it can go on with a message. */
    synchronized boolean isOffered(Parcel parcel) {
        Course course = courses.get(Key.of(parcel));
        return course != null && course.offered;
    }

    /** True if a message that was in flight at a failure may well get on with the next connection. */
    synchronized boolean getsOn(Parcel parcel) {
        Course course = courses.get(Key.of(parcel));
        return course != null && course.offered && ++course.standstills <= STANDSTILLS;
    }

    /** The server has said its last word. */
    synchronized void ended(Parcel parcel) {
        courses.remove(Key.of(parcel));
    }

    /** A server's checkpoints are of no use, from now on. */
    void distrust(SiteName site, Optional<DomainName> domain, String reason) {
        if (distrusted.add(new Server(site, domain))) {
            LOG.warn("site={}: no CHECKPOINT with it until the next start: {}", site, reason);
        }
    }

    /**
     * The name of a transaction: the same whenever it is asked for, and that of no other message, not even of one
     * with the same number in another spool.
     */
    static String name(Parcel parcel, DomainName hostname) {
        Envelope envelope = parcel.lease().envelope();
        StringBuilder text = new StringBuilder()
                .append(parcel.lease().id())
                .append('\n')
                .append(envelope.received())
                .append('\n')
                .append(parcel.lease().size())
                .append('\n')
                .append(envelope.sender());
        parcel.recipients()
                .forEach(position -> text.append('\n')
                        .append(envelope.recipients().get(position).address()));
        String local = HexFormat.of().formatHex(digest(text.toString()), 0, 16);
        String domain = hostname.name();
        while (local.length() + 1 + domain.length() > NAME) {
            int dot = domain.indexOf('.');
            domain = dot < 0
                    ? domain.substring(domain.length() - (NAME - local.length() - 1))
                    : domain.substring(dot + 1);
        }
        return local + "@" + domain;
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
