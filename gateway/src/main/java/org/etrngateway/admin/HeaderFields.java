package org.etrngateway.admin;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.etrngateway.queue.Content;

/** The header of a stored message, for people to read: never to be written anywhere. Stateless. */
final class HeaderFields {
    /** A header that is longer is shown as far as it goes. */
    private static final int MOST_OCTETS = 64 * 1024;

    private HeaderFields() {}

    static List<MessageDetail.Field> of(Content content) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate((int) Math.min(MOST_OCTETS, content.size()));
        while (octets.hasRemaining() && content.read(octets.position(), octets) > 0) {
            // until it is full
        }
        try {
            InternetHeaders headers =
                    new InternetHeaders(new ByteArrayInputStream(octets.array(), 0, octets.position()), true);
            return Collections.list(headers.getAllHeaders()).stream()
                    .map(HeaderFields::field)
                    .toList();
        } catch (MessagingException e) {
            throw new IOException("the header cannot be read: " + e.getMessage(), e);
        }
    }

    private static MessageDetail.Field field(Header header) {
        String value = MimeUtility.unfold(header.getValue() == null ? "" : header.getValue());
        try {
            return new MessageDetail.Field(header.getName(), MimeUtility.decodeText(value));
        } catch (UnsupportedEncodingException e) {
            return new MessageDetail.Field(header.getName(), value);
        }
    }
}
