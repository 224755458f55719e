package org.etrngateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.ListenerTls;
import org.etrngateway.config.WishesConfig;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.TransactionName;
import org.etrngateway.smtp.Reply;

/** A server session whose effects are logged, under a policy that takes all. */
final class ServerRun implements ServerActions, Drafts {
    /** What the session asked for: of replies the code. */
    final List<String> log = new ArrayList<>();
    /** The recipients whose reservations were given back. */
    final List<String> released = new ArrayList<>();

    final ServerSession session;
    /** True: the queue must catch up behind the next append. */
    boolean slow;
    /** What the last commit was told of the octets that the client sent. */
    long lastSent;

    private ServerRun(Service service, ListenerTls tls) {
        session = new ServerSession(profile(service, tls), new OpenPolicy(), this);
    }

    /** One without TLS whose client has said EHLO; the log begins behind it. */
    static ServerRun greeted(Service service) {
        ServerRun run = new ServerRun(service, ListenerTls.NONE);
        run.session.connected();
        run.say("EHLO client.example\r\n");
        run.log.clear();
        return run;
    }

    /** One that is not connected yet. */
    static ServerRun under(ListenerTls.Mode mode) {
        return new ServerRun(Service.SMTP, new ListenerTls(mode, ListenerTls.ClientCertificates.NONE));
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

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    void say(String text) {
        session.receive(bytes(text));
    }

    /** Says all up to DATA. */
    void transaction() {
        say("MAIL FROM:<>\r\n");
        say("RCPT TO:<a@acme.example>\r\n");
        say("DATA\r\n");
        assertThat(log).endsWith("open", "append trace", "354");
    }

    @Override
    public void reply(Reply reply) {
        log.add(Integer.toString(reply.code()));
    }

    @Override
    public Drafts drafts() {
        return this;
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

    /** Takes all, and reserves room for each recipient. */
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
            log.add("secured by " + facts.protocol());
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
            // No test looks.
        }

        @Override
        public void connected() {
            // Nobody waits for it.
        }

        @Override
        public void cancel() {
            // No test looks.
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
}
