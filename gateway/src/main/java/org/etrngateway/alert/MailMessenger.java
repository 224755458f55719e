package org.etrngateway.alert;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.Mailbox;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells by mail, one for all that one look found, over our own queue: with the null sender, so that nothing comes back,
 * and marked as written by a machine (RFC 3834 §5). Thread-safe.
 */
public final class MailMessenger implements Messenger {
    private static final Logger LOG = LoggerFactory.getLogger(MailMessenger.class);
    /** Where thousands of sites fall silent at once, nobody reads a line for each. */
    private static final int MOST_LINES = 100;

    private final DomainName hostname;
    private final Supplier<List<Mailbox>> addresses;
    private final MailQueue queue;

    /**
     * @param hostname who tells
     * @param addresses who is told; asked anew each time
     */
    public MailMessenger(DomainName hostname, Supplier<List<Mailbox>> addresses, MailQueue queue) {
        this.hostname = hostname;
        this.addresses = addresses;
        this.queue = queue;
    }

    @Override
    public void tell(News news) {
        addresses.get().forEach(address -> tell(news, address));
    }

    private void tell(News news, Mailbox address) {
        String subject = subject(news);
        Draft draft = queue.draft(Envelope.notice(address, news.at(), Envelope.Body.SEVEN_BIT), List.of());
        draft.append(ByteBuffer.wrap(write(news, address, subject)))
                .thenCompose(taken -> draft.commit(subject))
                .whenComplete((durable, fault) -> {
                    if (fault != null) {
                        draft.discard();
                        LOG.warn("{} cannot be told of alerts: {}", address, fault.getMessage());
                    }
                });
    }

    private String subject(News news) {
        List<Alert> first = news.begun().isEmpty() ? news.over() : news.begun();
        Alert one = first.get(0);
        String about = first.size() == 1
                ? one.condition().word() + one.site().map(site -> " " + site).orElse("")
                : first.size() + " alerts";
        return "[" + hostname + "] " + about + (news.begun().isEmpty() ? " over" : "");
    }

    private byte[] write(News news, Mailbox address, String subject) {
        try {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties())) {
                @Override
                protected void updateMessageID() throws MessagingException {
                    setHeader("Message-ID", "<" + UUID.randomUUID() + "@" + hostname + ">");
                }
            };
            message.setFrom(new InternetAddress("ETRN gateway <MAILER-DAEMON@" + hostname + ">", false));
            message.setHeader("To", "<" + address + ">");
            message.setSubject(subject, StandardCharsets.US_ASCII.name());
            message.setSentDate(Date.from(news.at()));
            message.setHeader("Auto-Submitted", "auto-generated");
            message.setText(text(news), StandardCharsets.US_ASCII.name());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            message.writeTo(out);
            return out.toByteArray();
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("the mail of alerts cannot be written", e);
        }
    }

    private static String text(News news) {
        StringBuilder text = new StringBuilder();
        section(text, "Amiss now:", news.begun());
        section(text, "Over:", news.over());
        return text.append("\r\n\"gateway alerts\" lists all that is amiss.\r\n")
                .toString();
    }

    private static void section(StringBuilder text, String title, List<Alert> alerts) {
        if (!alerts.isEmpty()) {
            text.append(text.isEmpty() ? "" : "\r\n").append(title).append("\r\n");
            alerts.stream()
                    .limit(MOST_LINES)
                    .forEach(alert -> text.append("  ").append(alert).append("\r\n"));
            if (alerts.size() > MOST_LINES) {
                text.append("  and ").append(alerts.size() - MOST_LINES).append(" more\r\n");
            }
        }
    }
}
