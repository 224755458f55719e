package org.etrngateway.mime;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayInputStream;
import java.io.UnsupportedEncodingException;
import java.util.Locale;
import java.util.Optional;

/**
 * What the header of a part says of its body, with the usual meaning where it says nothing or nonsense. Immutable.
 *
 * @param type in lower case, without parameters
 * @param boundary of a multipart (RFC 2046 §5.1.1)
 * @param charset as it was written
 * @param encoding of the transfer, in lower case; 7bit where none is said
 */
record PartHeader(
        String type,
        Optional<String> boundary,
        Optional<String> charset,
        Optional<String> name,
        Optional<String> disposition,
        String encoding) {
    private static final ContentType USUAL = new ContentType("text", "plain", null);
    private static final int MOST_CHARACTERS = 255;
    /** RFC 2046 §5.1.1. */
    private static final int LONGEST_BOUNDARY = 70;

    /**
     * @param octets of the header, cut where it was too long
     */
    static PartHeader of(byte[] octets) {
        InternetHeaders header = new InternetHeaders();
        try {
            header.load(new ByteArrayInputStream(octets), true);
        } catch (MessagingException e) {
            // What was read before counts.
        }
        ContentType type = type(header);
        Optional<ContentDisposition> disposition = disposition(header);
        String kind = (type.getPrimaryType() + "/" + type.getSubType()).toLowerCase(Locale.ROOT);
        return new PartHeader(
                cut(kind),
                Optional.ofNullable(type.getParameter("boundary"))
                        .filter(text -> kind.startsWith("multipart/"))
                        .filter(text -> !text.isEmpty() && text.length() <= LONGEST_BOUNDARY),
                Optional.ofNullable(type.getParameter("charset")),
                disposition
                        .map(it -> it.getParameter("filename"))
                        .or(() -> Optional.ofNullable(type.getParameter("name")))
                        .map(PartHeader::decoded),
                disposition.map(ContentDisposition::getDisposition).map(word -> cut(word.toLowerCase(Locale.ROOT))),
                first(header, "Content-Transfer-Encoding")
                        .map(word -> word.strip().toLowerCase(Locale.ROOT))
                        .orElse("7bit"));
    }

    boolean isMessage() {
        boolean plain = encoding.equals("7bit") || encoding.equals("8bit") || encoding.equals("binary");
        return plain && (type.equals("message/rfc822") || type.equals("message/global"));
    }

    /** True for what a person would read first. */
    boolean isText() {
        return (type.equals("text/plain") || type.equals("text/html"))
                && disposition.filter("attachment"::equals).isEmpty();
    }

    private static ContentType type(InternetHeaders header) {
        try {
            Optional<String> said = first(header, "Content-Type");
            return said.isPresent() ? new ContentType(said.get()) : USUAL;
        } catch (ParseException e) {
            return USUAL;
        }
    }

    private static Optional<ContentDisposition> disposition(InternetHeaders header) {
        try {
            Optional<String> said = first(header, "Content-Disposition");
            return said.isPresent() ? Optional.of(new ContentDisposition(said.get())) : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> first(InternetHeaders header, String name) {
        String[] all = header.getHeader(name);
        return all == null ? Optional.empty() : Optional.of(MimeUtility.unfold(all[0]));
    }

    /** Many programs write a name as encoded words, which RFC 2231 forbids. */
    private static String decoded(String name) {
        try {
            return cut(MimeUtility.decodeText(name));
        } catch (UnsupportedEncodingException e) {
            return cut(name);
        }
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
    }
}
