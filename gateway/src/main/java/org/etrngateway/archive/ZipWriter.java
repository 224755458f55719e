package org.etrngateway.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a zip with a file for each message, named by its id. Not thread-safe. The directory of a zip stands at its end
 * and is kept in memory until then, so that it takes no more than {@link #MOST} messages.
 */
public final class ZipWriter implements Archive {
    /** As many as a zip could have in the days of its first readers, too. */
    public static final int MOST = 65_535;

    private static final int CHUNK = 1 << 16;

    private final ZipOutputStream out;
    private int written;

    public ZipWriter(OutputStream out) {
        this.out = new ZipOutputStream(new BufferedOutputStream(out, CHUNK));
        this.out.setLevel(Deflater.BEST_SPEED);
    }

    @Override
    public void add(Letter letter) throws IOException {
        if (written++ == MOST) {
            throw new IOException("a zip takes " + MOST + " messages: use mbox");
        }
        ZipEntry entry = new ZipEntry(letter.listed().id() + ".eml");
        entry.setTime(letter.listed().received().toEpochMilli());
        out.putNextEntry(entry);
        out.write(letter.fields());
        letter.content().stream().transferTo(out);
        out.closeEntry();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
