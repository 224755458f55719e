package org.etrngateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.ListenerTls;
import org.etrngateway.config.WishesConfig;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.TransactionName;
import org.etrngateway.smtp.Reply;
import org.etrngateway.smtp.Verb;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no transcript can show: waiting, time limits, ends, and who owns drafts and reservations. */
class ServerSessionTest {
    private static final Resumption UNKNOWN = new Resumption(Optional.empty(), false, 0, bytes(""));

    private static final Secured SECURED = new Secured("TLSv1.3", "TLS_AES_256_GCM_SHA384", Optional.empty(), false);

    private final Effects effects = new Effects();
    private final List<String> released = new ArrayList<>();
    private ServerSession session =
            new ServerSession(profile(Service.SMTP, ListenerTls.NONE), new OpenPolicy(), effects);

    @BeforeEach
    void greet() {
        session.connected();
        say("EHLO client.example\r\n");
        effects.log.clear();
    }

    @Test
    void takesNothingBetweenCommitAndItsAnswer() {
        transaction();
        ByteBuffer input = bytes("x\r\n.\r\nNOOP\r\n");
        session.receive(input);
        assertThat(session.isWaiting()).isTrue();
        assertThat(input.remaining()).isEqualTo("NOOP\r\n".length());
        assertThat(effects.log).endsWith("append x", "commit");
        session.committed();
        assertThat(session.isWaiting()).isFalse();
        session.receive(input);
        assertThat(effects.log).endsWith("250", "250");
    }

    @Test
    void takesNothingWhileTheQueueMustCatchUp() {
        transaction();
        effects.slow = true;
        ByteBuffer input = bytes("x".repeat(10_000) + "\r\n.\r\n");
        session.receive(input);
        assertThat(session.isWaiting()).isTrue();
        assertThat(input.hasRemaining()).isTrue();
        session.appended();
        session.receive(input);
        assertThat(effects.log).endsWith("commit");
    }

    @Test
    void anAppendThatFailsIsAnsweredAtTheEndOfData() {
        transaction();
        say("x\r\n");
        session.notCommitted(QueueException.Reason.FULL);
        assertThat(effects.log).endsWith("discard");
        say("y\r\n");
        assertThat(effects.log).endsWith("discard");
        say(".\r\n");
        assertThat(effects.log).endsWith("452");
    }

    @Test
    void aLostConnectionDiscardsTheDraft() {
        transaction();
        say("x\r\n");
        session.disconnected();
        assertThat(effects.log).endsWith("discard");
        assertThat(session.isWaiting()).isTrue();
    }

    @Test
    void aLostConnectionLeavesACommitAlone() {
        transaction();
        say(".\r\n");
        session.disconnected();
        assertThat(effects.log).endsWith("commit");
        session.committed();
        assertThat(effects.log).endsWith("commit");
    }

    @Test
    void reservationsAreGivenBackUntilADraftHasThem() {
        say("MAIL FROM:<>\r\nRCPT TO:<a@acme.example>\r\n");
        session.disconnected();
        assertThat(released).containsExactly("a@acme.example");
    }

    @Test
    void reservationsGoToTheDraft() {
        transaction();
        session.disconnected();
        assertThat(released).isEmpty();
    }

    @Test
    void timeIsCountedAnewByCommandsAndBlocksOnly() {
        long begin = session.phase();
        say("NOO");
        assertThat(session.phase()).isEqualTo(begin);
        say("P\r\n");
        assertThat(session.phase()).isGreaterThan(begin);
        assertThat(session.timeLimit()).isEqualTo(Duration.ofMinutes(5));
        transaction();
        assertThat(session.timeLimit()).isEqualTo(Duration.ofMinutes(3));
        long data = session.phase();
        say("trickle\r\n");
        assertThat(session.phase()).isEqualTo(data);
        say("x".repeat(70_000));
        assertThat(session.phase()).isGreaterThan(data);
    }

    @Test
    void tooSlowEndsTheSession() {
        transaction();
        session.timedOut();
        assertThat(effects.log).endsWith("421", "discard", "close");
    }

    @Test
    void shuttingDownWaitsForACommit() {
        transaction();
        say(".\r\n");
        session.shutDown();
        assertThat(effects.log).endsWith("commit");
        session.committed();
        assertThat(effects.log).endsWith("250", "421", "close");
    }

    @Test
    void shuttingDownEndsAnIdleSessionAtOnce() {
        session.shutDown();
        assertThat(effects.log).containsExactly("421", "close");
    }

    @Test
    void aTurnThatIsGrantedEndsTheSessionAndRunsNothingThatCameBefore() {
        ServerSession odmr = odmr();
        ByteBuffer input = bytes("ATRN b.example,a.example,b.example\r\nNOOP\r\n220 site.example\r\n");
        odmr.receive(input);
        assertThat(effects.log).containsExactly("await [b.example, a.example]");
        assertThat(odmr.isWaiting()).isTrue();
        assertThat(odmr.timeLimit()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
        odmr.answered(Reply.of(250, "2.0.0", "OK"));
        assertThat(effects.log).endsWith("250", "turn");
        odmr.receive(input);
        odmr.timedOut();
        odmr.shutDown();
        odmr.answered(Reply.of(250, "2.0.0", "OK"));
        odmr.disconnected();
        assertThat(effects.log).endsWith("250", "turn");
    }

    @Test
    void aTurnThatIsRefusedLeavesTheRolesAsTheyAre() {
        ServerSession odmr = odmr();
        ByteBuffer input = bytes("ATRN\r\nQUIT\r\n");
        odmr.receive(input);
        odmr.answered(Reply.of(453, "4.2.0", "You have no mail"));
        assertThat(odmr.isWaiting()).isFalse();
        odmr.receive(input);
        assertThat(effects.log).containsExactly("await []", "453", "221", "close");
    }

    @Test
    void aTurnThatIsGrantedTooLateIsNone() {
        ServerSession odmr = odmr();
        odmr.receive(bytes("ATRN\r\n"));
        odmr.shutDown();
        odmr.answered(Reply.of(250, "2.0.0", "OK"));
        assertThat(effects.log).containsExactly("await []", "421", "close");
    }

    @Test
    void thereIsNoTurnWithinATransaction() {
        say("MAIL FROM:<>\r\nATRN\r\n");
        assertThat(effects.log).as("it is not offered here, whatever the state").containsExactly("250", "502");
        assertThat(ServerState.READY.accepts(Verb.ATRN)).isTrue();
        assertThat(Stream.of(ServerState.values()).filter(ServerState::isTransaction))
                .noneMatch(state -> state.accepts(Verb.ATRN));
    }

    private ServerSession odmr() {
        ServerSession odmr = new ServerSession(profile(Service.ODMR, ListenerTls.NONE), new OpenPolicy(), effects);
        odmr.connected();
        odmr.receive(bytes("EHLO client.example\r\n"));
        effects.log.clear();
        return odmr;
    }

    private void transaction() {
        say("MAIL FROM:<>\r\n");
        say("RCPT TO:<a@acme.example>\r\n");
        say("DATA\r\n");
        assertThat(effects.log).endsWith("open", "append trace", "354");
    }

    private void say(String text) {
        session.receive(bytes(text));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ServerProfile profile(Service service, ListenerTls tls) {
        return new ServerProfile(
                DomainName.parse("mx.isp.example"),
                service,
                tls,
                1_000_000,
                10,
                100,
                10,
                10,
                WishesConfig.STANDARD,
                false,
                new InetSocketAddress("192.0.2.1", 40000),
                Clock.systemUTC());
    }

    /** Takes all, and reserves room for each recipient. */
    @Test
    void aNamedTransactionWaitsUntilItIsKnown() {
        ByteBuffer input = bytes("MAIL FROM:<alice@sender.example> TRANSID=<x@client.example>\r\nNOOP\r\n");
        session.receive(input);
        assertThat(effects.log).containsExactly("take up the client, client.example, x@client.example");
        assertThat(session.isWaiting()).isTrue();
        assertThat(input.remaining()).isEqualTo("NOOP\r\n".length());
        session.takenUp(UNKNOWN);
        session.receive(input);
        assertThat(effects.log).endsWith("250", "250");
    }

    @Test
    void whatCameOfANamedTransactionIsKeptWhenItsClientIsGone() {
        named(UNKNOWN);
        say("RCPT TO:<a@acme.example>\r\nBDAT 5 LAST\r\nxx");
        session.disconnected();
        assertThat(effects.log).endsWith("append xx", "suspend", "leave");
    }

    @Test
    void whatCameOfANamedTransactionIsKeptWhenItIsTooSlow() {
        named(UNKNOWN);
        say("RCPT TO:<a@acme.example>\r\nBDAT 5 LAST\r\nxx");
        session.timedOut();
        assertThat(effects.log).endsWith("421", "suspend", "leave", "close");
    }

    @Test
    void aClientThatResetsOrQuitsGivesItUp() {
        named(UNKNOWN);
        say("RCPT TO:<a@acme.example>\r\nBDAT 1\r\nxRSET\r\n");
        assertThat(effects.log).endsWith("discard", "leave", "250");
        named(part("xx\r\n"));
        say("RSET\r\n");
        assertThat(effects.log).endsWith("355", "forget", "250");
        named(part("xx\r\n"));
        say("EHLO client.example\r\n");
        assertThat(effects.log).endsWith("355", "forget", "250");
        named(part("xx\r\n"));
        say("QUIT\r\n");
        assertThat(effects.log).endsWith("355", "221", "forget", "close");
    }

    @Test
    void theCommitOfAResumedMessageCountsAllThatItsClientSent() {
        named(part("xx\r\n"));
        assertThat(effects.log).endsWith("355");
        say("BDAT 2 LAST\r\nyy");
        assertThat(effects.log).endsWith("resume", "append trace", "append yy", "commit");
        assertThat(effects.lastSent).as("without the line end that we add").isEqualTo(6);
        session.committed();
        assertThat(effects.log).endsWith("leave", "250");
    }

    @Test
    void whatCameBehindTheHandshakeIsSaidToAPolicyThatKnowsOfIt() {
        offerTls(ListenerTls.Mode.STARTTLS);
        say("EHLO client.example\r\n");
        say("STARTTLS\r\n");
        assertThat(effects.log).endsWith("250", "220", "tls");
        assertThat(session.isWaiting()).isTrue();
        session.secured(SECURED);
        assertThat(effects.log).endsWith("tls", "secured by TLSv1.3");
        say("ETRN acme.example\r\n");
        assertThat(effects.log).as("nobody has said EHLO").endsWith("503");
    }

    @Test
    void aHandshakeThatIsTooSlowEndsTheSessionWithoutAWord() {
        offerTls(ListenerTls.Mode.IMPLICIT);
        effects.log.clear();
        assertThat(session.timeLimit()).isEqualTo(Duration.ofMinutes(1));
        session.timedOut();
        assertThat(effects.log).containsExactly("close");
    }

    @Test
    void aHandshakeThatGoesOnWhenTheServerEndsIsCutShort() {
        offerTls(ListenerTls.Mode.IMPLICIT);
        effects.log.clear();
        session.shutDown();
        assertThat(effects.log).containsExactly("close");
    }

    @Test
    void theGreetingComesBehindTheHandshakeWhereTlsIsImplicit() {
        offerTls(ListenerTls.Mode.IMPLICIT);
        effects.log.clear();
        session.secured(SECURED);
        session.connected();
        assertThat(effects.log).containsExactly("secured by TLSv1.3", "220");
    }

    private void offerTls(ListenerTls.Mode mode) {
        ListenerTls tls = new ListenerTls(mode, ListenerTls.ClientCertificates.NONE);
        session = new ServerSession(profile(Service.SMTP, tls), new OpenPolicy(), effects);
        if (!tls.isImplicit()) {
            session.connected();
        }
    }

    @Test
    void aTransactionOfAnotherSenderBeginsAnew() {
        Envelope envelope = Messages.asNotice(part("xx\r\n").envelope().orElseThrow());
        named(new Resumption(Optional.of(envelope), false, 4, bytes("xx\r\n")));
        assertThat(effects.log).endsWith("250");
    }

    @Test
    void aTransactionThatCannotBeReadIsForLater() {
        say("MAIL FROM:<alice@sender.example> TRANSID=<x@client.example>\r\n");
        session.notTakenUp(QueueException.Reason.FAILED);
        assertThat(effects.log).endsWith("leave", "451");
        named(UNKNOWN);
        assertThat(effects.log).endsWith("250");
    }

    private void named(Resumption found) {
        say("MAIL FROM:<alice@sender.example> TRANSID=<x@client.example>\r\n");
        session.takenUp(found);
    }

    private static Resumption part(String kept) {
        Envelope envelope = Messages.envelope(Instant.EPOCH, "a@acme.example");
        return new Resumption(Optional.of(envelope), false, kept.length(), bytes(kept));
    }

    private final class OpenPolicy implements SessionPolicy {
        @Override
        public Optional<Reply> mail(ReversePath sender, long declaredSize) {
            return Optional.empty();
        }

        @Override
        public int highestPriority() {
            return 0;
        }

        @Override
        public Verdict recipient(Mailbox address, long declaredSize) {
            return new Verdict.Taken(address, false, List.of(new Room(address)), Long.MAX_VALUE);
        }

        @Override
        public Verdict postmaster(long declaredSize) {
            return recipient(Mailbox.parse("postmaster@acme.example"), declaredSize);
        }

        @Override
        public Verdict again(Recipient recipient, long declaredSize) {
            return recipient(recipient.address(), declaredSize);
        }

        @Override
        public void secured(Secured facts) {
            effects.log.add("secured by " + facts.protocol());
        }

        @Override
        public String identity() {
            return "the client";
        }

        @Override
        public List<String> mechanisms() {
            return List.of("TEST");
        }

        @Override
        public CompletionStage<Reply> login(String mechanism, Optional<byte[]> initial) {
            return respond(initial.orElse(new byte[0]));
        }

        /** Asks for something until it is what it was expected to be. */
        @Override
        public CompletionStage<Reply> respond(byte[] response) {
            boolean right = new String(response, StandardCharsets.UTF_8).equals("right");
            return CompletableFuture.completedFuture(right ? Reply.of(235, "2.7.0", "OK") : Reply.of(334, List.of("")));
        }

        @Override
        public void loggedIn() {
            released.add("logged in");
        }

        @Override
        public void connected() {
            // Nobody waits for it.
        }

        @Override
        public void cancel() {
            released.add("cancelled");
        }

        @Override
        public Reply etrn(String argument, boolean extended) {
            return Reply.of(250, "2.0.0", "OK");
        }

        @Override
        public CompletionStage<Reply> turn(List<DomainName> domains) {
            return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", domains.toString()));
        }
    }

    private final class Room implements Reservation {
        private final Mailbox address;

        Room(Mailbox address) {
            this.address = address;
        }

        @Override
        public SiteName site() {
            return new SiteName("acme");
        }

        @Override
        public void close() {
            released.add(address.toString());
        }
    }

    private static final class Effects implements ServerActions {
        private final List<String> log = new ArrayList<>();
        private boolean slow;
        private long lastSent;

        @Override
        public void reply(Reply reply) {
            log.add(Integer.toString(reply.code()));
        }

        @Override
        public MessageId open(Envelope envelope, List<Reservation> reservations) {
            log.add("open");
            return new MessageId(1);
        }

        @Override
        public void takeUp(TransactionName name) {
            log.add("take up " + name.client() + ", " + name.hello() + ", " + name.transId());
        }

        @Override
        public MessageId resume(List<Reservation> reservations) {
            log.add("resume");
            return new MessageId(1);
        }

        @Override
        public void leave(boolean forget) {
            log.add(forget ? "forget" : "leave");
        }

        @Override
        public boolean head(ByteBuffer bytes) {
            return append(bytes);
        }

        @Override
        public boolean append(ByteBuffer bytes) {
            String text = StandardCharsets.US_ASCII.decode(bytes).toString();
            log.add("append " + (text.startsWith("Received:") ? "trace" : text.strip()));
            boolean room = !slow;
            slow = false;
            return room;
        }

        @Override
        public void commit(String subject, long sent) {
            lastSent = sent;
            log.add("commit");
        }

        @Override
        public void prioritise(int priority) {
            log.add("priority " + priority);
        }

        @Override
        public void discard() {
            log.add("discard");
        }

        @Override
        public void suspend() {
            log.add("suspend");
        }

        @Override
        public void startTls() {
            log.add("tls");
        }

        @Override
        public void await(CompletionStage<Reply> answer) {
            log.add("await " + answer.toCompletableFuture().join().lines().get(0));
        }

        @Override
        public void turn() {
            log.add("turn");
        }

        @Override
        public void close() {
            log.add("close");
        }
    }
}
