package org.etrngateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.TlsMode;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Wishes;
import org.etrngateway.smtp.Reply;
import org.junit.jupiter.api.Test;

/** What stays known of a transaction when the server goes away inside it. */
class ClosingServerTest {
    private static final byte[] CONTENT = "a\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Recorder recorder = new Recorder();
    private final ClientSession session = new ClientSession(
            new ClientProfile(
                    DomainName.parse("mx.isp.example"),
                    "site.example",
                    new SessionConfig(
                            TlsMode.NONE, SessionConfig.Pipelining.AUTO, SessionConfig.EightBit.PASS, Duration.ZERO),
                    Optional.empty(),
                    Optional.empty(),
                    false),
            recorder,
            () -> 0);

    @Test
    void refusedRecipientsAreKnownWhenTheServerClosesInTheMidstOfThem() {
        reply("220 hi", "250-site.example\r\n250 PIPELINING");
        session.deliver(parcel(1, "a@site.example", "b@site.example", "c@site.example"), Optional.empty());
        reply("250 ok", "550 5.1.1 a", "421 4.7.0 too many errors");
        assertThat(recorder.answers.get(1L))
                .hasToString("{0=550 5.1.1 a, 1=421 4.7.0 too many errors, 2=421 4.7.0 too many errors}");
        assertThat(recorder.ends).hasSize(1);
    }

    @Test
    void nothingIsSaidOfAMessageThatTheServerDidNotAnswerAtAll() {
        reply("220 hi", "250-site.example\r\n250 PIPELINING");
        session.deliver(parcel(1, "a@site.example"), Optional.empty());
        reply("421 4.3.2 going down");
        assertThat(recorder.answers).isEmpty();
        assertThat(recorder.ends).hasSize(1);
    }

    @Test
    void refusalInLockstepHoldsWhenTheServerClosesAtReset() {
        reply("220 hi", "250 site.example");
        session.deliver(parcel(1, "a@site.example"), Optional.empty());
        reply("250 ok", "550 5.1.1 a", "421 4.7.0 too many errors");
        assertThat(recorder.answers.get(1L)).hasToString("{0=550 5.1.1 a}");
    }

    private void reply(String... replies) {
        for (String reply : replies) {
            session.receive(ByteBuffer.wrap((reply + "\r\n").getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private static Parcel parcel(long id, String... to) {
        List<Recipient> recipients = new ArrayList<>();
        for (String address : to) {
            recipients.add(Recipient.of(Mailbox.parse(address)));
        }
        Envelope envelope = new Envelope(
                ReversePath.parse("s@sender.example"),
                recipients,
                Instant.EPOCH,
                Envelope.Body.SEVEN_BIT,
                false,
                Optional.empty(),
                Optional.empty(),
                Wishes.NONE,
                Envelope.Origin.RECEIVED);
        List<Integer> all = IntStream.range(0, recipients.size()).boxed().toList();
        Lease lease = new Lease(new MessageId(id), new SiteName("acme"), envelope, all, CONTENT.length, 0, 1);
        return new Parcel(lease, all, Optional.empty(), false);
    }

    private static final class Recorder implements ClientActions {
        final List<String> sent = new ArrayList<>();
        final List<SessionEnd> ends = new ArrayList<>();
        final Map<Long, Map<Integer, Reply>> answers = new HashMap<>();

        @Override
        public void send(ByteBuffer octets) {
            sent.addAll(StandardCharsets.UTF_8.decode(octets).toString().lines().toList());
        }

        @Override
        public void read(Parcel parcel, long from) {}

        @Override
        public void enveloped(Parcel parcel, Map<Integer, Reply> replies) {}

        @Override
        public void resumed(Parcel parcel, long kept) {}

        @Override
        public void distrusted(Parcel parcel, String reason) {}

        @Override
        public void startTls(String serverName, TlsMode mode) {}

        @Override
        public void answered(Parcel parcel, Map<Integer, Reply> replies) {
            answers.put(parcel.lease().id().value(), replies);
        }

        @Override
        public void ended(SessionEnd end) {
            ends.add(end);
        }
    }
}
