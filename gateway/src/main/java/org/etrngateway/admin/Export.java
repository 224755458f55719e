package org.etrngateway.admin;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import org.etrngateway.address.SiteName;
import org.etrngateway.archive.Archive;
import org.etrngateway.archive.Letter;
import org.etrngateway.archive.MboxWriter;
import org.etrngateway.archive.ZipWriter;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.MailQueue;

/**
 * Writes the messages of a site into a file, a page at a time. They stay where they are, and what meets its end meanwhile
 * is left out. Thread-safe; blocks on the disk, and on who reads.
 */
public final class Export {
    private final MailQueue queue;
    private final Search search;
    private final Journal journal;

    public Export(MailQueue queue, Journal journal) {
        this.queue = queue;
        this.search = new Search(queue);
        this.journal = journal;
    }

    /** What kind of file. */
    enum Format {
        MBOX,
        ZIP;

        /** As it is written in queries, and at the end of names of files. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private Archive to(OutputStream out) {
            return this == MBOX ? new MboxWriter(out) : new ZipWriter(out);
        }
    }

    /** Which messages, and into what. */
    record Order(SiteName site, MessageFilter filter, Range range, Format format) {}

    /**
     * Writes all that matches. That somebody read it stands in the history, however far it came.
     *
     * @throws IOException if a message cannot be read or the file not be written, which is no whole file then
     */
    void write(Order order, OutputStream to, Warrant warrant) throws IOException {
        long written = 0;
        String end = ", broken off";
        Archive archive = order.format.to(to);
        try {
            Optional<Range> left = Optional.of(order.range);
            while (left.isPresent()) {
                Range range = left.get();
                Search.Found found = search.find(Optional.of(order.site), order.filter::matches, range, Search.PAGE);
                for (Listed unit : found.units()) {
                    written += add(unit, archive) ? 1 : 0;
                }
                left = found.next().map(range::behind);
            }
            archive.close();
            end = "";
        } catch (IOException e) {
            end += ": " + e.getMessage();
            throw e;
        } finally {
            journal.ordered(order.site, "EXPORT", warrant, written + " messages as " + order.format.word() + end);
        }
    }

    private boolean add(Listed unit, Archive archive) throws IOException {
        Optional<Lease> seen = queue.look(unit.site(), unit.id());
        if (seen.isEmpty()) {
            return false;
        }
        try (Content content = queue.content(seen.get())) {
            archive.add(new Letter(unit, content));
            return true;
        }
    }
}
