package org.etrngateway.queue.spool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.queue.DeliverBy;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Wishes;

/** An envelope as fields. Tags are on disk: never reuse one. */
final class EnvelopeCodec {
    private static final int SENDER = 1;
    private static final int RECIPIENT = 2;
    private static final int RECEIVED = 3;
    private static final int BODY = 4;
    private static final int SMTPUTF8 = 5;
    private static final int RET = 6;
    private static final int ENVID = 7;
    private static final int PRIORITY = 8;
    private static final int BY = 9;
    private static final int ORIGIN = 10;
    private static final int RELEASE = 11;

    private static final int ADDRESS = 1;
    private static final int NOTICE = 2;
    private static final int ORCPT = 3;
    private static final int OUTBOUND = 4;

    private EnvelopeCodec() {}

    static FieldWriter encode(Envelope envelope) {
        FieldWriter out = new FieldWriter();
        out.put(SENDER, envelope.sender().toString());
        envelope.recipients().forEach(recipient -> out.put(RECIPIENT, encode(recipient)));
        out.put(RECEIVED, envelope.received());
        out.put(BODY, envelope.body());
        out.put(SMTPUTF8, envelope.smtpUtf8() ? 1 : 0);
        envelope.ret().ifPresent(ret -> out.put(RET, ret));
        envelope.envid().ifPresent(envid -> out.put(ENVID, envid));
        Wishes wishes = envelope.wishes();
        wishes.priority().ifPresent(priority -> out.put(PRIORITY, priority));
        wishes.by().ifPresent(by -> out.put(BY, by.toString()));
        wishes.release().ifPresent(release -> out.put(RELEASE, release));
        out.put(ORIGIN, envelope.origin());
        return out;
    }

    private static FieldWriter encode(Recipient recipient) {
        FieldWriter out = new FieldWriter().put(ADDRESS, recipient.address().toString());
        recipient.notices().stream().sorted().forEach(notice -> out.put(NOTICE, notice));
        recipient.orcpt().ifPresent(orcpt -> out.put(ORCPT, orcpt));
        if (recipient.outbound()) {
            out.put(OUTBOUND, 1);
        }
        return out;
    }

    static Envelope decode(FieldReader in) throws DamagedException {
        ReversePath sender = ReversePath.NULL;
        List<Recipient> recipients = new ArrayList<>();
        Instant received = Instant.EPOCH;
        Envelope.Body body = Envelope.Body.SEVEN_BIT;
        boolean smtpUtf8 = false;
        Optional<Envelope.Ret> ret = Optional.empty();
        Optional<String> envid = Optional.empty();
        OptionalInt priority = OptionalInt.empty();
        Optional<DeliverBy> by = Optional.empty();
        Optional<Instant> release = Optional.empty();
        Envelope.Origin origin = Envelope.Origin.RECEIVED;
        while (in.next()) {
            switch (in.tag()) {
                case SENDER -> sender = ReversePath.parse(in.text());
                case RECIPIENT -> recipients.add(recipient(in.nested()));
                case RECEIVED -> received = in.instant();
                case BODY -> body = in.constant(Envelope.Body.class);
                case SMTPUTF8 -> smtpUtf8 = in.flag();
                case RET -> ret = Optional.of(in.constant(Envelope.Ret.class));
                case ENVID -> envid = Optional.of(in.text());
                case PRIORITY -> priority = OptionalInt.of(in.smallNumber());
                case BY -> by = DeliverBy.parse(in.text());
                case RELEASE -> release = Optional.of(in.instant());
                case ORIGIN -> origin = in.constant(Envelope.Origin.class);
                default -> {}
            }
        }
        Wishes wishes = new Wishes(priority, by, release);
        return new Envelope(sender, recipients, received, body, smtpUtf8, ret, envid, wishes, origin);
    }

    private static Recipient recipient(FieldReader in) throws DamagedException {
        String address = "";
        Set<Recipient.Notify> notices = EnumSet.noneOf(Recipient.Notify.class);
        Optional<String> orcpt = Optional.empty();
        boolean outbound = false;
        while (in.next()) {
            switch (in.tag()) {
                case ADDRESS -> address = in.text();
                case NOTICE -> notices.add(in.constant(Recipient.Notify.class));
                case ORCPT -> orcpt = Optional.of(in.text());
                case OUTBOUND -> outbound = in.flag();
                default -> {}
            }
        }
        return new Recipient(Mailbox.parse(address), notices, orcpt, outbound);
    }
}
