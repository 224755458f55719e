package org.etrngateway.session;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.etrngateway.address.DomainName;
import org.etrngateway.config.TlsMode;
import org.etrngateway.smtp.Capabilities;
import org.etrngateway.smtp.CommandLine;
import org.etrngateway.smtp.ProtocolException;
import org.etrngateway.smtp.Reply;
import org.etrngateway.smtp.ReplyReader;

/**
 * One SMTP session as the client sees it (RFC 5321): a reverse session, or one to a relay. Belongs to one
 * thread. What a state sends stands in {@link #enter}, where a reply leads in {@link #next}; the
 * transactions inside {@code OPEN} are the work of {@link MailStream}.
 *
 * <pre>
 * GREETING   220                                EHLO
 * EHLO       250; TLS is wanted and offered     STARTTLS
 *            250; credentials                   AUTH
 *            250                                OPEN
 *            5xx                                HELO
 * HELO       250                                OPEN
 * STARTTLS   220                                HANDSHAKE
 * HANDSHAKE  secured                            EHLO
 * AUTH       235                                OPEN
 * OPEN       finish                             QUIT
 * QUIT       any                                CLOSED
 * any        421, no reply, time out, closed    CLOSED
 * </pre>
 */
public final class ClientSession {
    private static final int SERVICE_CLOSING = 421;

    private final ClientProfile profile;
    private final ClientActions actions;
    private final LongSupplier nanos;
    private final ReplyReader reader = new ReplyReader();
    private ClientState state = ClientState.GREETING;
    private Capabilities server = Capabilities.NONE;
    private Optional<MailStream> stream = Optional.empty();
    private boolean secured;
    private boolean finishing;
    private boolean probing;

    /**
     * @param nanos a clock that only advances, in nanoseconds
     */
    public ClientSession(ClientProfile profile, ClientActions actions, LongSupplier nanos) {
        this.profile = profile;
        this.actions = actions;
        this.nanos = nanos;
    }

    public ClientState state() {
        return state;
    }

    /** What the server offered in its last EHLO. */
    public Capabilities server() {
        return server;
    }

    /** Takes all of the input. */
    public void receive(ByteBuffer input) {
        try {
            for (Optional<Reply> reply = read(input); reply.isPresent(); reply = read(input)) {
                if (state == ClientState.STARTTLS && input.hasRemaining()) {
                    // Whatever stands behind the 220 was not said under TLS (CVE-2021-38371).
                    end(SessionEnd.failed("the server said more before the TLS handshake"));
                } else {
                    take(reply.get());
                }
            }
        } catch (ProtocolException e) {
            end(SessionEnd.failed(e.getMessage()));
        }
    }

    private Optional<Reply> read(ByteBuffer input) throws ProtocolException {
        return state == ClientState.CLOSED ? Optional.empty() : reader.read(input);
    }

    /** True if the next parcel may be {@linkplain #deliver delivered} now. */
    public boolean wantsMore() {
        return state == ClientState.OPEN
                && !finishing
                && !probing
                && stream.orElseThrow().wantsMore();
    }

    /**
     * Begins a transaction. Only when {@link #wantsMore}.
     *
     * @param continuation how it can be gone on with; empty if it is not to be
     */
    public void deliver(Parcel parcel, Optional<Continuation> continuation) {
        Optional<Reply> local = LocalRefusal.of(parcel, server, profile.settings());
        if (local.isPresent()) {
            Map<Integer, Reply> replies = new HashMap<>();
            parcel.recipients().forEach(position -> replies.put(position, local.get()));
            actions.answered(parcel, replies);
        } else {
            stream.orElseThrow().begin(parcel, continuation);
        }
    }

    /**
     * The next octets of the content that was asked for; the buffer is given away.
     *
     * @param last true if nothing follows
     */
    public void content(ByteBuffer octets, boolean last) {
        if (state == ClientState.OPEN) {
            stream.orElseThrow().content(octets, last);
            quitIfDone();
        }
    }

    /** No more parcels will come: QUIT when the last is answered. */
    public void finish() {
        finishing = true;
        quitIfDone();
    }

    /** Octets of messages a second that the server answered lately; 0 while none is. */
    public double goodput() {
        return stream.map(MailStream::goodput).orElse(0.0);
    }

    /** Asks for a sign of life; the time limit of the state counts. Only when {@link #isIdle}. */
    public void noop() {
        probing = true;
        send("NOOP");
    }

    /** True if messages may go, none is on its way, and no reply is due. */
    public boolean isIdle() {
        return state == ClientState.OPEN && !probing && stream.orElseThrow().isIdle();
    }

    /** The handshake is done: what was known before is forgotten (RFC 3207 §4.2). */
    public void secured() {
        if (state == ClientState.HANDSHAKE) {
            secured = true;
            enter(ClientState.EHLO);
        }
    }

    /** The server has neither spoken nor taken octets for the {@linkplain ClientState#limit limit}. */
    public void timedOut() {
        end(SessionEnd.failed("no answer in time (" + state + ")"));
    }

    /** The connection is gone, or never came about. */
    public void closed(String reason) {
        if (state == ClientState.QUIT) {
            end(SessionEnd.done());
        } else if (state == ClientState.HANDSHAKE && !profile.settings().tls().isRequired()) {
            end(SessionEnd.noTls(reason));
        } else {
            end(SessionEnd.failed(reason));
        }
    }

    private void take(Reply reply) {
        if (reply.code() == SERVICE_CLOSING && state != ClientState.QUIT) {
            stream.ifPresent(open -> open.closing(reply));
            end(SessionEnd.refused(reply));
        } else if (state == ClientState.OPEN) {
            transact(reply);
        } else {
            next(reply);
        }
    }

    private void transact(Reply reply) {
        if (probing) {
            // Whatever it says, it lives; nothing else was due.
            probing = false;
            quitIfDone();
        } else if (stream.orElseThrow().take(reply)) {
            quitIfDone();
        } else if (reply.code() == MailStream.RESUME) {
            // What it takes the content for that is on its way, nobody knows: only the end of the connection stops it.
            end(SessionEnd.failed("355 to a transaction that it could not know: " + reply));
        } else {
            end(SessionEnd.outOfStep(reply));
        }
    }

    /** Where a reply leads. */
    private void next(Reply reply) {
        switch (state) {
            case GREETING -> met(reply);
            case EHLO -> greeted(reply);
            case HELO -> enterIf(reply.isPositive(), ClientState.OPEN, reply);
            case STARTTLS -> handshake(reply);
            case AUTH -> enterIf(reply.isPositive(), ClientState.OPEN, reply);
            case QUIT -> end(SessionEnd.done());
            default -> end(SessionEnd.failed("a reply out of step: " + reply));
        }
    }

    /** Another host may have the address now. */
    private void met(Reply reply) {
        String name = reply.lines().get(0).split(" ", 2)[0];
        boolean expected = profile.greeting()
                .map(DomainName::name)
                .map(name::equalsIgnoreCase)
                .orElse(true);
        if (reply.isPositive() && !expected) {
            end(SessionEnd.failed("the server greets by " + reply + " and not as "
                    + profile.greeting().get() + ": another host may have the address"));
        } else {
            enterIf(reply.isPositive(), ClientState.EHLO, reply);
        }
    }

    private void enterIf(boolean good, ClientState then, Reply reply) {
        if (good) {
            enter(then);
        } else {
            end(SessionEnd.refused(reply));
        }
    }

    private void greeted(Reply reply) {
        if (reply.isPermanent() && !secured && mayBePlain()) {
            enter(ClientState.HELO);
        } else if (!reply.isPositive()) {
            end(SessionEnd.refused(reply));
        } else {
            server = Capabilities.of(reply);
            ready();
        }
    }

    private boolean mayBePlain() {
        return !profile.settings().tls().isRequired() && profile.credentials().isEmpty();
    }

    private void ready() {
        TlsMode tls = profile.settings().tls();
        if (!secured && tls.isWanted() && server.startTls()) {
            enter(ClientState.STARTTLS);
        } else if (!secured && tls.isRequired()) {
            end(SessionEnd.failed("the server does not offer STARTTLS, which is required"));
        } else if (profile.credentials().isEmpty()) {
            enter(ClientState.OPEN);
        } else if (!secured && !profile.plainAuth()) {
            end(SessionEnd.failed("the server does not offer STARTTLS, and credentials go under TLS only"));
        } else if (!PlainLogin.isOffered(server)) {
            end(SessionEnd.failed("the server offers no AUTH PLAIN"));
        } else {
            enter(ClientState.AUTH);
        }
    }

    private void handshake(Reply reply) {
        if (reply.isPositive()) {
            enter(ClientState.HANDSHAKE);
        } else if (!profile.settings().tls().isRequired()) {
            end(SessionEnd.noTls(reply.toString()));
        } else {
            end(SessionEnd.refused(reply));
        }
    }

    /** What entering a state sends. */
    private void enter(ClientState next) {
        state = next;
        switch (next) {
            case EHLO -> send("EHLO", profile.hostname().name());
            case HELO -> send("HELO", profile.hostname().name());
            case STARTTLS -> send("STARTTLS");
            case HANDSHAKE ->
                actions.startTls(profile.serverName(), profile.settings().tls());
            case AUTH ->
                actions.send(
                        ByteBuffer.wrap(PlainLogin.command(profile.credentials().orElseThrow())));
            case OPEN -> {
                stream = Optional.of(new MailStream(server, profile.settings().pipelining(), actions, nanos));
                quitIfDone();
            }
            case QUIT -> send("QUIT");
            default -> {}
        }
    }

    private void send(String... words) {
        actions.send(ByteBuffer.wrap(CommandLine.of(words)));
    }

    private void quitIfDone() {
        if (finishing && isIdle()) {
            enter(ClientState.QUIT);
        }
    }

    private void end(SessionEnd end) {
        if (state != ClientState.CLOSED) {
            state = ClientState.CLOSED;
            actions.ended(end);
        }
    }
}
