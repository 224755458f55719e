package org.etrngateway.queue.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.etrngateway.queue.Content;

/**
 * The log as it was at one moment, for another process than the one that writes it. No segment had gone
 * when the last one was opened, and a segment goes only when all that counts in it was said again in a newer
 * one; so what is open here is the log from its beginning to some place, whatever the writer does meanwhile.
 * The files stay open until the close, one descriptor a segment. Not thread-safe.
 */
final class LogView implements Closeable {
    /** A running gateway drops segments now and then, not without end: then something else is wrong. */
    private static final int TRIES = 100;

    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private LogView() {}

    /**
     * @throws IOException if a segment cannot be opened; one that is no segment is a {@linkplain #findings
     *     finding}
     */
    static LogView open(Disk disk, SpoolSettings settings) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            LogView view = new LogView();
            boolean whole = false;
            try {
                whole = view.fill(disk, settings);
                if (whole) {
                    return view;
                }
            } finally {
                if (!whole) {
                    view.close();
                }
            }
        }
        throw new IOException("the segments in " + settings.segments() + " come and go too fast");
    }

    private boolean fill(Disk disk, SpoolSettings settings) throws IOException {
        List<Path> names = disk.list(settings.segments());
        try {
            for (Path name : names) {
                if (SegmentHeader.isFile(name)) {
                    add(disk, name, name.equals(names.get(names.size() - 1)));
                } else {
                    findings.add(Finding.note(shown(name), "no segment; nothing reads it"));
                }
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        return disk.list(settings.segments()).containsAll(names);
    }

    private void add(Disk disk, Path name, boolean isNewest) throws IOException {
        FixedFile file = FixedFile.open(disk.open(name));
        try {
            Optional<UUID> spool = newest().map(segment -> segment.header().spool());
            Segment segment = new Segment(SegmentHeader.read(file, name.getFileName(), spool), file);
            segments.put(segment.header().number(), segment);
        } catch (DamagedException e) {
            file.close();
            // The header is forced before the first record: so short a file had none.
            boolean begun = file.size() > SegmentHeader.SIZE;
            findings.add(
                    begun
                            ? Finding.damage(shown(name), 0, e.getMessage() + "; its records cannot be read")
                            : Finding.note(shown(name), isNewest ? "is being begun" : "was never begun"));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static String shown(Path name) {
        return "segments/" + name.getFileName();
    }

    /** How a segment is named to an operator. */
    static String name(long number) {
        return "segments/" + SegmentHeader.fileName(number);
    }

    /** All segments that can be read, oldest first. */
    List<Segment> all() {
        return List.copyOf(segments.values());
    }

    /** What is in the folder and cannot be read, or is no segment. */
    List<Finding> findings() {
        return Collections.unmodifiableList(findings);
    }

    boolean has(long number) {
        return segments.containsKey(number);
    }

    private Segment of(Place place) {
        return segments.get(place.segment());
    }

    Optional<Segment> newest() {
        return segments.isEmpty()
                ? Optional.empty()
                : Optional.of(segments.lastEntry().getValue());
    }

    /** Tells all that the segments say; what is damaged in them is stepped over. */
    void tell(Fact.Listener listener) throws IOException {
        for (Segment segment : segments.values()) {
            SegmentFacts.tell(segment, listener, (from, to, why) -> {});
        }
    }

    /** The content of a message whose record lies at a place. */
    Content content(Place place, LargeFiles files) throws IOException {
        Segment segment = of(place);
        Frame frame = frame(place);
        return SpoolContent.open(segment, frame, MessageRecord.decode(frame.octets()), files);
    }

    /** The record at a place. */
    Frame frame(Place place) throws IOException {
        return of(place)
                .frameAt(place.offset())
                .orElseThrow(() -> new DamagedException("no valid record begins there"));
    }

    /** Octets of all segments. */
    long octets() throws IOException {
        long octets = 0;
        for (Segment segment : segments.values()) {
            octets += segment.file().size();
        }
        return octets;
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments.values()) {
            segment.close();
        }
    }
}
