import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What a site reads, and what it says before it reads on: like Postfix it keeps its replies until it has used up what
 * it was given, and writes them before it asks the network for more. For one thread.
 */
final class SmtpReader {
    private static final int BUFFER = 16 * 1024;
    private final InputStream in;

    SmtpReader(InputStream network, OutputStream replies) {
        in = new BufferedInputStream(
                new FilterInputStream(network) {
                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        replies.flush();
                        return super.read(into, offset, length);
                    }
                },
                BUFFER);
    }

    /** A line without its end. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("closed by the other side");
            }
            line.append((char) octet);
        }
        return line.substring(0, Math.max(0, line.length() - 1));
    }

    /** The octets of a chunk. */
    byte[] chunk(int octets) throws IOException {
        byte[] chunk = in.readNBytes(octets);
        if (chunk.length < octets) {
            throw new EOFException("closed in a chunk");
        }
        return chunk;
    }

    /** The content that follows DATA, without the dots that SMTP added. */
    byte[] data() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (String line = line(); !line.equals("."); line = line()) {
            content.write((line.startsWith(".") ? line.substring(1) : line).getBytes(ISO_8859_1));
            content.write('\r');
            content.write('\n');
        }
        return content.toByteArray();
    }
}
