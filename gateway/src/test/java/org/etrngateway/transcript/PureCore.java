package org.etrngateway.transcript;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.etrngateway.policy.GatewayPolicy;
import org.etrngateway.policy.PolicyRules;
import org.etrngateway.policy.TestOffice;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue.Acceptance;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.TransactionName;
import org.etrngateway.session.Drafts;
import org.etrngateway.session.Resumption;
import org.etrngateway.session.Secured;
import org.etrngateway.session.ServerActions;
import org.etrngateway.session.ServerSession;
import org.etrngateway.smtp.Reply;

/** A server session without socket and disk; the queue is behind at every third append. */
final class PureCore implements Peer, ServerActions, Drafts {
    private final ServerSession session;
    private final String commitResult;
    private final Queue<String> lines = new ArrayDeque<>();
    private final List<Accepted> accepted = new ArrayList<>();
    private final List<String> triggers = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private ByteBuffer left = ByteBuffer.allocate(0);
    private Optional<Envelope> open = Optional.empty();
    private final KeptTransaction kept;
    private boolean resumed;
    private boolean handshakeDue;
    private boolean recallDue;
    private boolean commitDue;
    private boolean appendDue;
    private Optional<Reply> answer = Optional.empty();
    private boolean closed;
    private boolean greeted;
    private int appends;

    PureCore(Transcript transcript) {
        World world = new World(transcript);
        kept = new KeptTransaction(transcript, world, envelope -> null);
        PolicyRules rules = world.rules();
        commitResult = transcript.header("commit", "ok");
        RoomQueue room = new RoomQueue(Acceptance.valueOf(transcript.header("accept", "OPEN")));
        GatewayPolicy policy = new GatewayPolicy(
                TestOffice.of(
                        () -> rules,
                        room,
                        trigger -> {
                            triggers.add(Accepted.words(trigger));
                            return world.answer();
                        },
                        world.accounts(),
                        world.clock()),
                trigger -> CompletableFuture.completedFuture(world.answer()),
                world.service(),
                world.client().getAddress(),
                InetAddress.getLoopbackAddress());
        session = new ServerSession(world.profile(), policy, this);
        handshakeDue = world.tls().isImplicit();
        if (!handshakeDue && !transcript.header("early", "no").equals("yes")) {
            greet();
        }
    }

    private void greet() {
        greeted = true;
        session.connected();
    }

    @Override
    public void send(byte[] octets) {
        ByteBuffer all = ByteBuffer.allocate(left.remaining() + octets.length);
        all.put(left).put(octets).flip();
        left = all;
        session.receive(left);
        if (!greeted) {
            greet();
        }
        settle();
    }

    private void settle() {
        while (!closed && (isDue() || left.hasRemaining())) {
            boolean expected = isDue();
            int before = left.remaining();
            if (answer.isPresent()) {
                Reply due = answer.get();
                answer = Optional.empty();
                session.answered(due);
            } else if (appendDue) {
                appendDue = false;
                session.appended();
            } else if (commitDue) {
                finishCommit();
            } else if (recallDue) {
                recallDue = false;
                session.takenUp(new Resumption(kept.envelope(), kept.isComplete(), kept.kept(), kept.head()));
            }
            session.receive(left);
            if (!expected && left.remaining() == before) {
                throw new AssertionError("the session takes no input, and nothing is due that it could wait for");
            }
        }
    }

    private boolean isDue() {
        return answer.isPresent() || recallDue || commitDue || appendDue;
    }

    private void finishCommit() {
        commitDue = false;
        if (commitResult.equals("ok")) {
            accepted.add(Accepted.of(open.orElseThrow(), content.toByteArray()));
            open = Optional.empty();
            session.committed();
        } else {
            open = Optional.empty();
            session.notCommitted(QueueException.Reason.valueOf(commitResult));
        }
    }

    @Override
    public void handshake() {
        if (!handshakeDue || left.hasRemaining()) {
            throw new IllegalStateException("no handshake was due");
        }
        handshakeDue = false;
        session.secured(new Secured("TLSv1.3", "TLS_AES_256_GCM_SHA384", Optional.empty(), false));
        if (!greeted) {
            greet();
        }
    }

    @Override
    public Optional<String> line() {
        return Optional.ofNullable(lines.poll());
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public List<Accepted> accepted() {
        return accepted;
    }

    @Override
    public List<String> triggers() {
        return triggers;
    }

    @Override
    public void reply(Reply reply) {
        String text = new String(reply.render(), StandardCharsets.UTF_8);
        lines.addAll(List.of(text.split("\r\n")));
    }

    @Override
    public Drafts drafts() {
        return this;
    }

    @Override
    public MessageId open(Envelope envelope, List<Reservation> reservations) {
        open = Optional.of(envelope);
        content.reset();
        reservations.forEach(Reservation::close);
        return new MessageId(1 + accepted.size());
    }

    @Override
    public void takeUp(TransactionName name) {
        recallDue = true;
    }

    @Override
    public MessageId resume(List<Reservation> reservations) {
        resumed = true;
        return open(kept.envelope().orElseThrow(), reservations);
    }

    @Override
    public void leave(boolean forget) {
        // The next one finds the same.
    }

    @Override
    public boolean head(ByteBuffer bytes) {
        boolean room = append(bytes);
        content.writeBytes(resumed ? kept.octets() : new byte[0]);
        resumed = false;
        return room;
    }

    @Override
    public boolean append(ByteBuffer bytes) {
        if (appendDue || open.isEmpty()) {
            throw new IllegalStateException("appended without a draft, or before the queue had caught up");
        }
        byte[] octets = new byte[bytes.remaining()];
        bytes.get(octets);
        content.writeBytes(octets);
        appends++;
        appendDue = appends % 3 == 0;
        return !appendDue;
    }

    @Override
    public void prioritise(int priority) {
        open = open.map(envelope -> envelope.with(envelope.wishes().withPriority(priority)));
    }

    @Override
    public void commit(String subject, long sent) {
        appendDue = false;
        commitDue = true;
    }

    @Override
    public void discard() {
        appendDue = false;
        open = Optional.empty();
    }

    @Override
    public void suspend() {
        discard();
    }

    @Override
    public void startTls() {
        handshakeDue = true;
    }

    @Override
    public void await(CompletionStage<Reply> due) {
        answer = Optional.of(due.toCompletableFuture().join());
    }

    @Override
    public void turn() {
        left = ByteBuffer.allocate(0);
    }

    @Override
    public void close() {
        closed = true;
    }
}
