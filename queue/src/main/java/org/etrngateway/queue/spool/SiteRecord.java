package org.etrngateway.queue.spool;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.etrngateway.address.SiteName;

/**
 * All sites that are paused from here on. Complete, and repeated at the head of each segment: so none
 * has to be kept when a segment is dropped. Immutable.
 *
 * @param by who changed it; empty text in a repetition
 */
record SiteRecord(Set<SiteName> paused, String by) {
    private static final int PAUSED = 1;
    private static final int BY = 2;

    static SiteRecord of(Collection<SiteName> paused) {
        return new SiteRecord(Set.copyOf(paused), "");
    }

    byte[] encode() {
        FieldWriter out = new FieldWriter();
        new TreeSet<>(paused).forEach(site -> out.put(PAUSED, site.name()));
        return out.put(BY, by).bytes();
    }

    static SiteRecord decode(byte[] meta) throws DamagedException {
        FieldReader in = new FieldReader(meta);
        Set<SiteName> paused = new TreeSet<>();
        String by = "";
        while (in.next()) {
            switch (in.tag()) {
                case PAUSED -> paused.add(new SiteName(in.text()));
                case BY -> by = in.text();
                default -> {}
            }
        }
        return new SiteRecord(Set.copyOf(paused), by);
    }
}
