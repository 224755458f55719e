package org.etrngateway.mime;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The beginning of a text part as it stands in the message, and what it says. Belongs to one thread. */
final class TextBody {
    /** Octets as they stand in the message. */
    static final int MOST_OCTETS = 64 * 1024;

    /** Characters that are shown. */
    static final int MOST_CHARACTERS = 20_000;

    /** RFC 2045 §6.1; what claims another is shown as it stands. */
    private static final Set<String> ENCODED = Set.of("base64", "quoted-printable");

    private final String path;
    private final PartHeader header;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private boolean cut;

    TextBody(String path, PartHeader header) {
        this.path = path;
        this.header = header;
    }

    void put(byte[] more, int length) {
        int room = Math.min(length, MOST_OCTETS - octets.size());
        octets.write(more, 0, room);
        cut |= room < length;
    }

    Excerpt excerpt() {
        String decoded = new String(decode(), charset());
        String plain = header.type().equals("text/html") ? HtmlText.of(decoded) : decoded;
        StringBuilder shown = new StringBuilder(Math.min(plain.length(), MOST_CHARACTERS));
        plain.codePoints().filter(TextBody::isShown).limit(MOST_CHARACTERS).forEach(shown::appendCodePoint);
        boolean all = !cut && plain.codePointCount(0, plain.length()) <= MOST_CHARACTERS;
        return new Excerpt(path, header.type(), shown.toString().strip(), all);
    }

    /** A lone surrogate is no character, and JSON cannot say it. */
    private static boolean isShown(int c) {
        return c == '\n' || c == '\t' || !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
    }

    private byte[] decode() {
        byte[] raw = octets.toByteArray();
        if (!ENCODED.contains(header.encoding())) {
            return raw;
        }
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(raw.length);
        try (InputStream in = MimeUtility.decode(new ByteArrayInputStream(raw), header.encoding())) {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                decoded.write(octet);
            }
        } catch (MessagingException | IOException e) {
            // It is cut in the midst of a group, or nonsense: what came before is shown.
        }
        return decoded.toByteArray();
    }

    private Charset charset() {
        try {
            return header.charset()
                    .map(name -> Charset.forName(MimeUtility.javaCharset(name)))
                    .filter(Charset::canEncode)
                    .orElse(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // None that there is. Each octet is a character then, and none is lost.
            return StandardCharsets.ISO_8859_1;
        }
    }
}
