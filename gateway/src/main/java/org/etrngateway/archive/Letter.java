package org.etrngateway.archive;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.etrngateway.address.Mailbox;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.Listed;

/**
 * A message with its envelope, to be written.
 *
 * @param recipients those that are still open
 * @param content the writer reads it once, and does not close it
 */
public record Letter(Listed listed, List<Mailbox> recipients, Content content) {
    public Letter(Listed listed, Content content) {
        this(listed, listed.recipients(), content);
    }

    /**
     * The envelope as fields, with CRLF: Return-Path (RFC 5321 §4.4), and X-Original-To for each recipient. Not
     * Delivered-To, by which other systems know a loop.
     */
    byte[] fields() {
        StringBuilder fields =
                new StringBuilder("Return-Path: <").append(listed.sender()).append(">\r\n");
        recipients.forEach(
                recipient -> fields.append("X-Original-To: ").append(recipient).append("\r\n"));
        return fields.toString().getBytes(StandardCharsets.UTF_8);
    }
}
