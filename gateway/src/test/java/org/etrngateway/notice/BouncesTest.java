package org.etrngateway.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.Mailbox;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Outcome.Kind;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Recipient.Notify;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is told nothing, and what the record of his message says instead. */
class BouncesTest {
    private static final String CONTENT = "Subject: hello\r\n\r\ntext\r\n";

    private final NoticeWorld world = new NoticeWorld();

    private Envelope envelope(Notify... notices) {
        Recipient recipient = new Recipient(Mailbox.parse("b@acme.example"), Set.of(notices), Optional.empty(), false);
        return Messages.envelope(world.clock.instant(), List.of(recipient));
    }

    /** Tells of a message what a report is about. */
    private String tell(Report report, Envelope envelope) {
        Lease lease = world.mail(envelope, CONTENT);
        Instant now = world.clock.instant();
        return Messages.await(
                switch (report) {
                    case FAILED -> world.bounces.report(lease, List.of(Outcome.of(0, Kind.FAILED, now, "550 no")));
                    case EXPIRED -> world.bounces.report(lease, List.of(Outcome.of(0, Kind.EXPIRED, now, "old")));
                    case RELAYED -> world.bounces.relayed(lease, List.of(Outcome.of(0, Kind.DELIVERED, now, "250 ok")));
                    case DELAYED -> world.bounces.delayed(lease, "", now, Next.SOON);
                    case LATE -> world.bounces.late(lease, List.of(Outcome.of(0, Kind.DEFERRED, now, "late")));
                    case HELD -> world.bounces.held(NoticeWorld.ACME, envelope, List.of(0), now);
                });
    }

    @ParameterizedTest
    @EnumSource
    void theNullSenderIsToldNothing(Report report) {
        for (Envelope.Origin origin : Envelope.Origin.values()) {
            assertThat(tell(
                            report,
                            Messages.withNullSender(envelope(Notify.SUCCESS, Notify.FAILURE, Notify.DELAY), origin)))
                    .isEqualTo("none: the sender is null");
        }
        assertThat(world.isAnybodyTold()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Report.class,
            names = {"FAILED", "EXPIRED", "DELAYED", "LATE", "HELD"})
    void whoWantsNoNoticeGetsNone(Report report) {
        assertThat(tell(report, envelope(Notify.NEVER))).isEqualTo("none: NOTIFY does not ask for it");
        assertThat(tell(report, envelope(Notify.SUCCESS))).isEqualTo("none: NOTIFY does not ask for it");
        assertThat(world.isAnybodyTold()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"FAILED, DELAY", "EXPIRED, DELAY", "DELAYED, FAILURE", "LATE, FAILURE", "HELD, FAILURE"})
    void whoWantsTheOtherNoticeGetsThatOnly(Report report, Notify other) {
        assertThat(tell(report, envelope(other)))
                .isEqualTo("none: NOTIFY does not ask for it")
                .matches(word -> !Bounces.isNotice(word));
        assertThat(world.isAnybodyTold()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whoSaidNothingIsTold(Report report) {
        assertThat(tell(report, envelope())).matches(Bounces::isNotice);
        assertThat(world.isAnybodyTold()).isTrue();
    }

    /** Or two gateways would tell each other of their notices for ever. */
    @Test
    void aNoticeComesFromNobodyAndWantsNoAnswer() {
        tell(Report.FAILED, envelope());
        Lease notice = world.notices().get(0);
        assertThat(notice.envelope().sender().mailbox()).isEmpty();
        assertThat(notice.envelope().origin()).isEqualTo(Envelope.Origin.NOTICE);
        assertThat(notice.envelope().recipients())
                .singleElement()
                .satisfies(it -> assertThat(it.notices()).containsExactly(Notify.NEVER));
    }

    @Test
    void oneNoticeNamesAllWhoWantToBeToldAndNobodyElse() throws Exception {
        Recipient never = new Recipient(Mailbox.parse("c@acme.example"), Set.of(Notify.NEVER), Optional.empty(), false);
        List<Recipient> three = List.of(Messages.to("a@acme.example"), Messages.to("b@acme.example"), never);
        Lease lease = world.mail(Messages.envelope(world.clock.instant(), three), CONTENT);
        List<Outcome> lost = lease.recipients().stream()
                .map(it -> Outcome.of(it, Kind.FAILED, world.clock.instant(), "550 5.1.1 no"))
                .toList();
        Messages.await(world.bounces.report(lease, lost));
        assertThat(world.text(1)).contains("a@acme.example", "b@acme.example").doesNotContain("c@acme.example");
    }
}
