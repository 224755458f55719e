package org.etrngateway.notice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.smtp.HeaderScan;

/**
 * What comes back of a message: its header, or all of it where that is wanted and small. Unaltered. Not to be changed.
 *
 * @param header the fields of the header, as far as they are not huge
 * @param whole true if octets are all of the message, and not the header only
 */
@SuppressWarnings("ArrayRecordComponent") // nobody changes them, and nobody compares them
record Returned(byte[] octets, byte[] header, boolean whole) {
    private static final int MAX_HEADER = 64 * 1024;
    private static final int MAX_WHOLE = 512 * 1024;

    /** Reads it; blocks on the disk. Of a message that cannot be read nothing comes back: its sender must learn of it all the same. */
    static Returned of(MailQueue queue, Lease lease, Report report) {
        boolean full = report.mayReturnAll()
                && lease.envelope().ret().filter(Envelope.Ret.FULL::equals).isPresent();
        try (Content content = queue.content(lease)) {
            boolean whole = full && content.size() <= MAX_WHOLE;
            byte[] octets = head(content, whole ? MAX_WHOLE : MAX_HEADER);
            byte[] header = headerOf(octets);
            return new Returned(whole ? octets : header, header, whole);
        } catch (IOException e) {
            return new Returned(new byte[0], new byte[0], false);
        }
    }

    private static byte[] head(Content content, int limit) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate((int) Math.min(limit, content.size()));
        int read = 1;
        while (octets.hasRemaining() && read > 0) {
            read = content.read(octets.position(), octets);
        }
        return Arrays.copyOf(octets.array(), octets.position());
    }

    private static byte[] headerOf(byte[] octets) {
        for (int i = 0; i + 3 < octets.length; i++) {
            if (octets[i] == '\r' && octets[i + 1] == '\n' && octets[i + 2] == '\r' && octets[i + 3] == '\n') {
                return Arrays.copyOf(octets, i + 2);
            }
        }
        return octets;
    }

    /** The subject of the message; empty if it has none. */
    String subject() {
        HeaderScan scan = new HeaderScan();
        scan.scan(ByteBuffer.wrap(header));
        return scan.subject();
    }

    /**
     * The type of the part; RFC 6533 §4 has others where the message is international.
     *
     * @param international true if it came with SMTPUTF8
     */
    String type(boolean international) {
        boolean global = international && isEightBit(header);
        if (whole) {
            return global ? "message/global" : "message/rfc822";
        }
        return global ? "message/global-headers" : "text/rfc822-headers";
    }

    static boolean isEightBit(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }
}
