package org.etrngateway.admin;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Recipient;

/**
 * A message of one site, with all that was said before its content. Immutable.
 *
 * @param waits why it is held, and when it is tried next
 * @param recipients those still open at this site
 * @param origin received, or a notice of ours
 * @param body as the BODY parameter has it: 7bit or 8bitmime
 * @param envid as the sender gave it (RFC 3461)
 * @param header fields in their order, decoded; empty for who may not see them
 */
public record MessageDetail(
        MessageView message,
        WaitView waits,
        List<To> recipients,
        String origin,
        String body,
        boolean smtpUtf8,
        Optional<String> envid,
        List<Field> header) {
    /**
     * A recipient.
     *
     * @param notices when its sender wants a notice, in lower case; empty: not said
     * @param orcpt as the sender gave it
     */
    public record To(String address, List<String> notices, Optional<String> orcpt) {
        private static To of(Recipient recipient) {
            return new To(
                    recipient.address().toString(),
                    recipient.notices().stream()
                            .map(notice -> notice.name().toLowerCase(Locale.ROOT))
                            .sorted()
                            .toList(),
                    recipient.orcpt());
        }
    }

    /** A field of the header. */
    public record Field(String name, String value) {}

    static MessageDetail of(MessageView view, WaitView waits, Lease seen, List<Field> header) {
        Envelope envelope = seen.envelope();
        return new MessageDetail(
                view,
                waits,
                seen.open().map(To::of).toList(),
                envelope.origin().name().toLowerCase(Locale.ROOT),
                envelope.body() == Envelope.Body.SEVEN_BIT ? "7bit" : "8bitmime",
                envelope.smtpUtf8(),
                envelope.envid(),
                header);
    }
}
