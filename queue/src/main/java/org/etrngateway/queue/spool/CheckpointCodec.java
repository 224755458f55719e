package org.etrngateway.queue.spool;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.index.Schema;
import org.etrngateway.queue.index.SegmentTotal;

/** A checkpoint as fields. Tags are on disk: never reuse one. */
final class CheckpointCodec {
    private static final int SCHEMA = 1;
    private static final int SPOOL = 2;
    private static final int NUMBER = 3;
    private static final int SEGMENT = 4;
    private static final int OFFSET = 5;
    private static final int NEXT_ID = 6;
    private static final int CLEAN = 7;
    private static final int SITE = 8;
    private static final int USE = 9;
    private static final int BOOT = 10;

    private static final int NAME = 1;
    private static final int MESSAGES = 2;
    private static final int BYTES = 3;
    private static final int CHARGED = 4;
    private static final int CHARGED_BYTES = 5;
    private static final int OPERATOR_HELD = 6;
    private static final int OLDEST = 7;
    private static final int OLDEST_MAY_BE_GONE = 8;
    private static final int PAUSED = 9;
    private static final int DOMAIN = 10;
    private static final int COUNT = 11;

    private static final int OPEN = 4;
    private static final int OCTETS = 5;

    private CheckpointCodec() {}

    static byte[] encode(Checkpoint checkpoint) {
        FieldWriter out = new FieldWriter();
        out.put(SCHEMA, Schema.FILE);
        out.put(SPOOL, checkpoint.spool().toString()).put(NUMBER, checkpoint.number());
        Place position = checkpoint.position();
        out.put(SEGMENT, position.segment()).put(OFFSET, position.offset());
        out.put(NEXT_ID, checkpoint.nextId()).put(CLEAN, checkpoint.clean() ? 1 : 0);
        out.put(BOOT, checkpoint.boot());
        new TreeMap<>(checkpoint.snapshot().sites()).forEach((name, site) -> out.put(SITE, encode(name, site)));
        new TreeMap<>(checkpoint.snapshot().segments().totals()).values().forEach(total -> out.put(USE, encode(total)));
        return out.bytes();
    }

    private static FieldWriter encode(SiteName name, SiteMark site) {
        Tally tally = site.tally();
        FieldWriter out = new FieldWriter().put(NAME, name.name());
        out.put(MESSAGES, tally.messages()).put(BYTES, tally.bytes());
        out.put(CHARGED, tally.charged()).put(CHARGED_BYTES, tally.chargedBytes());
        out.put(OPERATOR_HELD, tally.operatorHeld());
        site.oldest().ifPresent(oldest -> out.put(OLDEST, oldest));
        out.put(OLDEST_MAY_BE_GONE, site.oldestMayBeGone() ? 1 : 0).put(PAUSED, site.paused() ? 1 : 0);
        site.domains()
                .forEach((domain, count) -> out.put(
                        DOMAIN, new FieldWriter().put(NAME, domain.name()).put(COUNT, count)));
        return out;
    }

    private static FieldWriter encode(SegmentTotal total) {
        return new FieldWriter()
                .put(NUMBER, total.segment())
                .put(OPEN, total.units())
                .put(OCTETS, total.octets());
    }

    /** Reads a checkpoint; empty if it is of another version of the rows. */
    static Optional<Checkpoint> decode(byte[] fields) throws DamagedException {
        FieldReader in = new FieldReader(fields);
        String schema = "";
        UUID spool = new UUID(0, 0);
        long number = 0;
        long segment = 0;
        long offset = 0;
        long nextId = 0;
        String boot = "";
        boolean clean = false;
        Map<SiteName, SiteMark> sites = new HashMap<>();
        SegmentUse use = new SegmentUse();
        while (in.next()) {
            switch (in.tag()) {
                case SCHEMA -> schema = in.text();
                case SPOOL -> spool = UUID.fromString(in.text());
                case NUMBER -> number = in.number();
                case SEGMENT -> segment = in.number();
                case OFFSET -> offset = in.number();
                case NEXT_ID -> nextId = in.number();
                case CLEAN -> clean = in.flag();
                case BOOT -> boot = in.text();
                case SITE -> readSite(in.nested(), sites);
                case USE -> readUse(in.nested(), use);
                default -> {}
            }
        }
        Checkpoint read = new Checkpoint(
                spool, number, new Place(segment, offset), nextId, boot, clean, new Snapshot(sites, use));
        return schema.equals(Schema.FILE) ? Optional.of(read) : Optional.empty();
    }

    private static void readSite(FieldReader in, Map<SiteName, SiteMark> sites) throws DamagedException {
        String name = "";
        long[] sums = new long[OPERATOR_HELD + 1];
        Optional<Instant> oldest = Optional.empty();
        boolean mayBeGone = false;
        boolean paused = false;
        Map<DomainName, Long> domains = new HashMap<>();
        while (in.next()) {
            switch (in.tag()) {
                case NAME -> name = in.text();
                case MESSAGES, BYTES, CHARGED, CHARGED_BYTES, OPERATOR_HELD -> sums[in.tag()] = in.number();
                case OLDEST -> oldest = Optional.of(in.instant());
                case OLDEST_MAY_BE_GONE -> mayBeGone = in.flag();
                case PAUSED -> paused = in.flag();
                case DOMAIN -> readDomain(in.nested(), domains);
                default -> {}
            }
        }
        Tally tally = new Tally(sums[MESSAGES], sums[BYTES], sums[CHARGED], sums[CHARGED_BYTES], sums[OPERATOR_HELD]);
        sites.put(new SiteName(name), new SiteMark(tally, oldest, mayBeGone, paused, domains));
    }

    private static void readDomain(FieldReader in, Map<DomainName, Long> domains) throws DamagedException {
        String name = "";
        long count = 0;
        while (in.next()) {
            switch (in.tag()) {
                case NAME -> name = in.text();
                case COUNT -> count = in.number();
                default -> {}
            }
        }
        domains.put(new DomainName(name), count);
    }

    private static void readUse(FieldReader in, SegmentUse use) throws DamagedException {
        long segment = 0;
        long open = 0;
        long octets = 0;
        while (in.next()) {
            switch (in.tag()) {
                case NUMBER -> segment = in.number();
                case OPEN -> open = in.number();
                case OCTETS -> octets = in.number();
                default -> {}
            }
        }
        use.add(new SegmentTotal(segment, open, octets));
    }
}
