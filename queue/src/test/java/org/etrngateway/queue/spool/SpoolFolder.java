package org.etrngateway.queue.spool;

import static org.etrngateway.queue.Messages.await;
import static org.etrngateway.queue.Messages.envelope;
import static org.etrngateway.queue.Messages.put;
import static org.etrngateway.queue.Messages.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Selection;

/**
 * A spool in a folder, for tests that look at its files or spoil them. The site of a domain is its first
 * label: acme.example is acme's.
 */
final class SpoolFolder {
    static final SiteName ACME = new SiteName("acme");
    static final SiteName BETA = new SiteName("beta");
    static final Instant NOON = MutableClock.START;
    static final Function<DomainName, Optional<SiteName>> DIRECTORY =
            domain -> Optional.of(new SiteName(domain.name().split("\\.", -1)[0]));

    private final Path folder;

    SpoolFolder(Path folder) {
        this.folder = folder;
    }

    SpoolQueue open() {
        return open(SpoolSettings.in(folder), DIRECTORY);
    }

    SpoolQueue open(SpoolSettings settings, Function<DomainName, Optional<SiteName>> directory) {
        return SpoolQueue.open(settings, directory, Map.of(), new MutableClock(), () -> {});
    }

    /** Opens with segments that are closed at this size. */
    SpoolQueue openWithSegmentsOf(long octets) {
        return open(new SpoolSettings(folder, octets, 8 * octets, 0, 256 << 10, 20_000), DIRECTORY);
    }

    Path folder() {
        return folder;
    }

    /** A folder of a spool by its name. */
    List<Path> files(String of) {
        try (Stream<Path> files = Files.list(folder.resolve(of))) {
            return files.sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True if an index was set aside. */
    boolean hasIndexAside() {
        return files("index").stream()
                .anyMatch(file -> file.getFileName().toString().startsWith("aside-"));
    }

    /** A copy of the folder as a kill at this moment would leave it. */
    SpoolFolder crashed(Path to) {
        copyAsKilled(folder, to);
        return new SpoolFolder(to);
    }

    /**
     * Copies the folder of a spool that runs. A kill leaves all files as they are at one moment, and so must
     * the copy: it is made again until none of them has changed meanwhile.
     */
    static void copyAsKilled(Path from, Path to) {
        Map<Path, String> before;
        do {
            before = states(from);
            copy(from, to);
        } while (!states(from).equals(before));
    }

    private static void copy(Path from, Path to) {
        try {
            deleteAll(to);
            for (Path file : tree(from)) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (NoSuchFileException e) {
            // It went since it was listed: the copy will be made again.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> files = tree(folder);
            for (int i = files.size() - 1; i >= 0; i--) {
                Files.delete(files.get(i));
            }
        }
    }

    /** Size and time of each file. */
    private static Map<Path, String> states(Path folder) {
        Map<Path, String> states = new TreeMap<>();
        try {
            for (Path file : tree(folder)) {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                states.put(file, now.fileKey() + " " + now.size() + " " + now.lastModifiedTime());
            }
            return states;
        } catch (NoSuchFileException e) {
            return states(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> tree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Changes an octet of a file. */
    static void spoil(Path file, long at) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        octets[(int) at] ^= 0x20;
        Files.write(file, octets);
    }

    /** A record as the writer of a segment with this key writes it at an offset. */
    static byte[] record(long key, long offset, Append record) {
        ByteBuffer meta = ByteBuffer.wrap(record.meta().octets());
        ByteBuffer body = record.body().duplicate();
        return ByteBuffer.allocate(RecordHeader.SIZE + meta.remaining() + body.remaining())
                .put(RecordHeader.encode(key, offset, record, meta))
                .put(meta)
                .put(body)
                .array();
    }

    static MessageId accept(MailQueue queue, String subject, String... recipients) {
        return put(queue, envelope(NOON, recipients), subject, text(subject, "body of " + subject));
    }

    static List<Lease> claim(MailQueue queue, SiteName site) {
        return queue.claim(site, Selection.released(NOON.plusSeconds(1)), 1000, Long.MAX_VALUE);
    }

    /** The ids that a site can claim. */
    static List<MessageId> held(MailQueue queue, SiteName site) {
        List<Lease> leases = claim(queue, site);
        leases.forEach(queue::release);
        return leases.stream().map(Lease::id).toList();
    }

    static void deliver(MailQueue queue, Lease lease) {
        List<Outcome> outcomes = lease.recipients().stream()
                .map(position -> Outcome.of(position, Outcome.Kind.DELIVERED, NOON, "250 ok"))
                .toList();
        await(queue.settle(lease, outcomes, NOON));
    }

    static void defer(MailQueue queue, Lease lease) {
        await(queue.settle(lease, List.of(Outcome.of(0, Outcome.Kind.DEFERRED, NOON, "451 later")), NOON));
    }
}
