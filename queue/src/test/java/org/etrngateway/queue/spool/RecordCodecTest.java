package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.DeliverBy;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Wishes;
import org.junit.jupiter.api.Test;

/** What a record says is what was said. */
class RecordCodecTest {
    private static final Instant PRECISE = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final Decision BOTH = new Decision(Set.of(2, 300), Optional.of(true), OptionalInt.of(-4), true);
    private static final Instant RELEASE = PRECISE.plusSeconds(86_400);
    private static final MessageRecord MESSAGE = new MessageRecord(
            new Envelope(
                    ReversePath.parse("s@example.org"),
                    List.of(
                            Recipient.of(Mailbox.parse("\"a b\"@[192.0.2.1]")),
                            new Recipient(
                                    Mailbox.parse("grün@example.net"),
                                    Set.of(Recipient.Notify.DELAY, Recipient.Notify.FAILURE),
                                    Optional.of("rfc822;x+2By@example.net"),
                                    true)),
                    PRECISE,
                    Envelope.Body.EIGHT_BIT_MIME,
                    true,
                    Optional.of(Envelope.Ret.HDRS),
                    Optional.of("QQ+3D"),
                    new Wishes(OptionalInt.of(-9), DeliverBy.parse("120;R"), Optional.of(RELEASE)),
                    Envelope.Origin.NOTICE),
            "Grüße",
            Long.MAX_VALUE,
            Optional.of(-1),
            Set.of(1),
            Optional.of(new Carried(Set.of(1, 300), List.of(BOTH, Decision.held(Set.of(4), false)))));

    @Test
    void messageComesBackWhole() throws DamagedException {
        assertThat(MessageRecord.decode(MESSAGE.encode())).isEqualTo(MESSAGE);
    }

    @Test
    void outcomeComesBackWhole() throws DamagedException {
        Outcome outcome = new Outcome(3, Outcome.Kind.FAILED, PRECISE, "550 no", "0000000000001");
        OutcomeRecord record = new OutcomeRecord(new Place(7, 1L << 40), Set.of(0, 3), List.of(outcome));
        assertThat(OutcomeRecord.decode(record.encode())).isEqualTo(record);
    }

    @Test
    void decisionsComeBackWhole() throws DamagedException {
        UnitRecord unit = new UnitRecord(new Place(7, 64), BOTH, "op");
        SiteRecord site = new SiteRecord(Set.of(new SiteName("acme"), new SiteName("beta")), "op");
        assertThat(UnitRecord.decode(unit.encode())).isEqualTo(unit);
        assertThat(SiteRecord.decode(site.encode())).isEqualTo(site);
    }

    /** Octets that passed the CRC and still make no sense are damage, not a crash. */
    @Test
    void brokenFieldsAreDamageAndNothingWorse() {
        byte[] octets = MESSAGE.encode();
        for (int at = 0; at < octets.length; at++) {
            byte[] flipped = octets.clone();
            flipped[at] ^= (byte) 0x80;
            byte[] cut = Arrays.copyOf(octets, at);
            assertThatCode(() -> decode(flipped)).as("flipped at %d", at).doesNotThrowAnyException();
            assertThatCode(() -> decode(cut)).as("cut at %d", at).doesNotThrowAnyException();
        }
    }

    private static void decode(byte[] octets) {
        try {
            MessageRecord.decode(octets);
        } catch (DamagedException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }
}
