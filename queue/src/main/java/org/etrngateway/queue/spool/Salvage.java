package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.etrngateway.queue.Content;

/**
 * Reads what is whole in a spool that no gateway would start on, or in single files of it. Records are read
 * one by one and with their bodies; summaries are not believed. A segment whose header is damaged is read with
 * the key that its records show ({@link KeySearch}). Not thread-safe.
 */
final class Salvage {
    private static final Fact.Listener NOBODY = new Fact.Listener() {
        @Override
        public void arrived(Fact.Arrived fact) {
            // Damage alone is looked for.
        }

        @Override
        public void ended(Fact.Ended fact) {
            // Damage alone is looked for.
        }

        @Override
        public void decided(Fact.Decided fact) {
            // Damage alone is looked for.
        }

        @Override
        public void paused(Fact.Paused fact) {
            // Damage alone is looked for.
        }
    };

    private final Disk disk;
    private final SpoolSettings settings;
    private final List<Source> sources = new ArrayList<>();
    private final TreeMap<Long, Piece> pieces = new TreeMap<>();

    private Salvage(Disk disk, SpoolSettings settings) {
        this.disk = disk;
        this.settings = settings;
    }

    /** All segments of a spool, and what is in its quarantine. */
    static Salvage ofSpool(Disk disk, SpoolSettings settings) throws IOException {
        Salvage salvage = new Salvage(disk, settings);
        for (String folder : List.of("segments", "quarantine")) {
            Path path = settings.folder().resolve(folder);
            for (Path file : Files.isDirectory(path) ? disk.list(path) : List.<Path>of()) {
                if (file.getFileName().toString().contains(SegmentHeader.SUFFIX)
                        && !file.toString().endsWith(Quarantine.NOTE)) {
                    salvage.sources.add(new Source(file, folder + "/" + file.getFileName()));
                }
            }
        }
        // Names sort like numbers, and parts of a segment behind it: the order of the log.
        salvage.sources.sort(
                Comparator.comparing(source -> source.file().getFileName().toString()));
        return salvage;
    }

    static Salvage ofFile(Disk disk, Path file, SpoolSettings settings) {
        Salvage salvage = new Salvage(disk, settings);
        salvage.sources.add(new Source(file, file.toString()));
        return salvage;
    }

    void run(boolean endedToo, SpoolArchive.Rescuer rescuer) throws IOException {
        try (LargeFiles files = new LargeFiles(disk, settings)) {
            for (Source source : sources) {
                open(source, rescuer);
            }
            report(rescuer);
            Census.Source log = this::tell;
            Census.Visitor each = message -> rescue(message, files, rescuer);
            if (endedToo) {
                Census.ofAll(log, each);
            } else {
                Census.ofOpen(log, each);
            }
        } finally {
            for (Piece piece : pieces.values()) {
                piece.segment.close();
            }
        }
    }

    /** A piece gets a number of its own: numbers of segments may be damaged, or there twice. */
    private void open(Source source, SpoolArchive.Rescuer rescuer) throws IOException {
        FixedFile file = FixedFile.open(disk.open(source.file()));
        Optional<SegmentHeader> header = header(file, source);
        OptionalLong key = header.isPresent() ? OptionalLong.of(header.get().key()) : KeySearch.find(file);
        if (key.isEmpty()) {
            file.close();
            rescuer.finding(Finding.damage(source.name(), "no record can be recognised in " + file.size() + " octets"));
            return;
        }
        if (header.isEmpty()) {
            rescuer.finding(Finding.note(source.name(), "has no header: its records were recognised by themselves"));
        }
        long number = pieces.size() + 1L;
        Segment segment = header.isPresent()
                ? new Segment(new SegmentHeader(new UUID(0, 0), number, key.getAsLong(), 0, 0), file)
                : Segment.piece(number, key.getAsLong(), file);
        pieces.put(number, new Piece(source.name(), segment, start(segment, header.isPresent())));
    }

    /** Behind the header, also if it is damaged; a part of a segment has none. */
    private static long start(Segment segment, boolean hasHeader) throws IOException {
        boolean begins = hasHeader || segment.frameAt(SegmentHeader.SIZE).isPresent();
        return begins ? SegmentHeader.SIZE : 0;
    }

    private static Optional<SegmentHeader> header(DiskFile file, Source source) throws IOException {
        try {
            return Optional.of(SegmentHeader.read(file, source.file()));
        } catch (DamagedException e) {
            return Optional.empty();
        }
    }

    private void report(SpoolArchive.Rescuer rescuer) throws IOException {
        for (Piece piece : pieces.values()) {
            long end = piece.tell(
                    NOBODY,
                    (from, to, why) -> rescuer.finding(
                            Finding.damage(piece.name, from, (to - from) + " octets cannot be read: " + why)));
            long rest = piece.segment.file().size() - end;
            if (rest > 0) {
                rescuer.finding(
                        Finding.damage(piece.name, end, rest + " octets behind the last record cannot be read"));
            }
        }
    }

    private void tell(Fact.Listener listener) throws IOException {
        for (Piece piece : pieces.values()) {
            piece.tell(listener, (from, to, why) -> {});
        }
    }

    private void rescue(Census.Message message, LargeFiles files, SpoolArchive.Rescuer rescuer) throws IOException {
        Piece piece = pieces.get(message.place().segment());
        Frame frame = piece.segment.frameAt(message.place().offset()).orElseThrow();
        MessageRecord record = MessageRecord.decode(frame.octets());
        SpooledMessage found = message.with(record, piece.name);
        Content content;
        try {
            content = SpoolContent.open(piece.segment, frame, record, files);
        } catch (IOException e) {
            // Of a message that is done with, the file is deleted.
            rescuer.finding(new Finding(
                    !found.open().isEmpty(),
                    piece.name,
                    OptionalLong.of(found.offset()),
                    "the content of message " + found.id() + " cannot be read: " + reason(e)));
            return;
        }
        try (content) {
            rescuer.message(found, content);
        }
    }

    private static String reason(IOException error) {
        return error instanceof NoSuchFileException gone ? gone.getFile() + " is missing" : error.getMessage();
    }

    /** A file to read, and how it is named to an operator. */
    private record Source(Path file, String name) {}

    /** A file that is read, and where its records begin. */
    private record Piece(String name, Segment segment, long start) {
        long tell(Fact.Listener listener, SegmentFacts.Damage damage) throws IOException {
            return SegmentFacts.tellRecords(segment, start, listener, damage);
        }
    }
}
