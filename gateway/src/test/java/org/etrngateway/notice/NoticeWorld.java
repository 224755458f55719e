package org.etrngateway.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.NoticeDelay;
import org.etrngateway.config.NoticesConfig;
import org.etrngateway.config.NoticesConfig.Bounce;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MemoryQueue;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Selection;
import org.etrngateway.wording.Language;
import org.etrngateway.wording.Wording;

/** A queue with mail of the site {@code acme}, whose senders are told something, and what they get. */
final class NoticeWorld {
    static final SiteName ACME = new SiteName("acme");
    private static final DomainName HOSTNAME = DomainName.parse("mx.isp.example");

    final MutableClock clock = new MutableClock();
    final MemoryQueue queue = new MemoryQueue(
            domain -> domain.name().equals("acme.example") ? Optional.of(ACME) : Optional.empty(), Map.of(), clock);
    private NoticeRules rules = NoticeRules.standard(HOSTNAME);
    final Bounces bounces = new Bounces(queue, () -> rules, clock);

    /** From now on notices go only where these settings allow it. */
    void only(Bounce bounce, List<AddressRange> upstreams, List<SiteConfig> sites, String... believe) {
        List<DomainName> names =
                List.of(believe).stream().map(DomainName::parse).toList();
        rules = new NoticeRules(
                HOSTNAME,
                new NoticesConfig(NoticeDelay.NEVER, Duration.ofDays(1), Language.EN, Wording.STANDARD, bounce, names),
                upstreams,
                sites);
    }

    /** From now on in this language. */
    void in(Language language) {
        rules = new NoticeRules(
                HOSTNAME,
                new NoticesConfig(
                        NoticeDelay.NEVER, Duration.ofDays(1), language, Wording.STANDARD, Bounce.ALWAYS, List.of()),
                List.of(),
                List.of());
    }

    /** A message of the site, under lease. */
    Lease mail(Envelope envelope, String content) {
        Messages.put(queue, envelope, "hello", content.getBytes(UTF_8));
        return queue.claim(ACME, Selection.released(clock.instant().plusNanos(1)), 1, 1_000_000)
                .get(0);
    }

    /** Its last recipient met this end. */
    String report(Lease lease, Outcome.Kind kind, String reply) {
        int last = lease.envelope().recipients().size() - 1;
        return Messages.await(bounces.report(lease, List.of(Outcome.of(last, kind, clock.instant(), reply))));
    }

    /** What goes out; given back at once. */
    List<Lease> notices() {
        List<Lease> notices = queue.claim(
                SiteName.OUTBOUND, Selection.released(clock.instant().plusNanos(1)), 9, Long.MAX_VALUE);
        notices.forEach(queue::release);
        return notices;
    }

    /** The only notice there is, as its octets. */
    byte[] notice() {
        List<Lease> notices = notices();
        if (notices.size() != 1) {
            throw new AssertionError("not one notice: " + notices);
        }
        return Messages.read(queue, notices.get(0));
    }

    boolean isAnybodyTold() {
        return queue.summary(SiteName.OUTBOUND).messages() > 0;
    }

    MimeMessage message() throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(notice()));
    }

    BodyPart part(int index) throws MessagingException, IOException {
        return ((MimeMultipart) message().getContent()).getBodyPart(index);
    }

    /** The text of a part, decoded. */
    String text(int index) throws MessagingException, IOException {
        return new String(part(index).getInputStream().readAllBytes(), UTF_8);
    }
}
