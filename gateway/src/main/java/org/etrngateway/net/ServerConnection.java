package org.etrngateway.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.session.Drafts;
import org.etrngateway.session.ServerActions;
import org.etrngateway.session.ServerSession;
import org.etrngateway.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: feeds its {@link ServerSession} and does what that asks for.
 *
 * <p><b>Input</b> is given to the session as far as it takes it; while it waits, the rest is kept and
 * nothing more is read. When the client closes its side, what was read is still executed and answered.
 *
 * <p><b>Output</b> is written as the session replies and flushed once all input is used up, so that a
 * pipelining client gets the replies to one of its segments in one of ours (RFC 2920).
 *
 * <p><b>Time.</b> One deadline, which moves when the session's phase changes and not when octets trickle in.
 *
 * <p><b>End.</b> After the last reply our side is shut and the client's input is thrown away for a
 * moment: closing with unread input would reset the connection, and the reply with it.
 *
 * <p>Belongs to the thread of its channel.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter implements ServerActions {
    private static final Logger log = LoggerFactory.getLogger(ServerConnection.class);
    private static final Reply NO_ANSWER = Reply.of(451, "4.3.0", "Local error");
    private static final Duration LINGER = Duration.ofSeconds(2);
    /** A client that talks before it was greeted is known by then (RFC 5321 §3.1). */
    private static final Duration HESITATION = Duration.ofMillis(3);

    private final Listener listener;
    private final InetSocketAddress client;
    private final ServerTls tls;
    private final Sessions sessions;
    private final LossyLines lossy;
    private final ConnectionDrafts drafts;

    private ChannelHandlerContext channel;
    private ServerSession session;
    private TurnedLine line;
    private Deadline deadline;
    private Optional<SslHandler> secure = Optional.empty();
    /** What was read and not yet taken. */
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;

    private boolean inputEnded;
    private boolean closing;
    /** The phase of the session that the deadline was set for. */
    private long phase = -1;

    /**
     * @param client whom the connection serves, who may stand behind a proxy
     * @param lossy the lines that are known to lose packets
     */
    ServerConnection(
            Listener listener,
            InetSocketAddress client,
            ServerTls tls,
            Sessions sessions,
            MailQueue queue,
            LossyLines lossy) {
        this.listener = listener;
        this.client = client;
        this.tls = tls;
        this.sessions = sessions;
        this.drafts = new ConnectionDrafts(this, queue);
        this.lossy = lossy;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            begin(context);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        begin(context);
    }

    /** Once, as soon as the channel is open and it is known who the client is. */
    private void begin(ChannelHandlerContext context) {
        if (channel != null) {
            return;
        }
        channel = context;
        deadline = new Deadline(context.channel().eventLoop(), () -> guarded(this::timedOut));
        line = new TurnedLine(context.executor(), lossy);
        session = sessions.open(listener, (InetSocketAddress) context.channel().localAddress(), client, line, this);
        if (listener.tls().isImplicit()) {
            startTls();
            proceed();
        } else {
            welcome();
        }
    }

    private void welcome() {
        if (listener.service().isTolerant()) {
            greet();
        } else {
            var unused = channel.executor()
                    .schedule(() -> guarded(this::greet), HESITATION.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void greet() {
        if (!closing) {
            session.connected();
            feed();
            proceed();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (closing) {
            bytes.release();
            return;
        }
        unread = unread.isReadable() ? join(unread, bytes) : replace(unread, bytes);
        feed();
        if (unread.isReadable()) {
            // Not before: most clients send nothing while they wait for a reply, and turning reads off and on
            // costs two system calls.
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        proceed();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            secured(handshake);
        } else if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            inputEnded = true;
            boolean shaking =
                    secure.map(handler -> !handler.handshakeFuture().isDone()).orElse(false);
            if (closing || shaking) {
                cut();
            } else {
                proceed();
            }
        }
    }

    private void secured(SslHandshakeCompletionEvent handshake) {
        if (closing) {
            return;
        }
        if (!handshake.isSuccess()) {
            SessionLog.notSecured(client, listener, handshake.cause());
            cut();
            return;
        }
        session.secured(tls.facts(secure.orElseThrow()));
        if (listener.tls().isImplicit()) {
            welcome();
        }
        feed();
        proceed();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deadline.cancel();
        unread = replace(unread, Unpooled.EMPTY_BUFFER);
        closing = true;
        session.disconnected();
        line.lost();
        drafts.leave(false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // What is no TLS is its sender's fault.
        if (!(cause instanceof IOException) && !(cause instanceof DecoderException)) {
            log.atError().setCause(cause).addKeyValue("client", client).log("session failed");
        }
        cut();
    }

    /** The server ends: 421, at once or after a commit that is under way. */
    void shutDown() {
        channel.executor()
                .execute(() -> guarded(() -> {
                    if (!closing) {
                        session.shutDown();
                        proceed();
                    }
                }));
    }

    private void feed() {
        if (!unread.isReadable() || session.isWaiting() || closing) {
            return;
        }
        ByteBuffer input = unread.nioBuffer();
        int offered = input.remaining();
        session.receive(input);
        unread.skipBytes(offered - input.remaining());
        if (!unread.isReadable()) {
            unread = replace(unread, Unpooled.EMPTY_BUFFER);
        }
    }

    /** Brings the connection in line with the session, once the session has done all it could. */
    private void proceed() {
        if (closing) {
            return;
        }
        if (!unread.isReadable()) {
            channel.channel().config().setAutoRead(true);
        }
        if (!session.isWaiting()) {
            channel.flush();
            if (inputEnded) {
                close();
            }
        }
        if (phase != session.phase() && !closing) {
            phase = session.phase();
            deadline.in(session.timeLimit());
        }
    }

    private void timedOut() {
        if (closing) {
            cut();
        } else {
            session.timedOut();
            proceed();
            if (!closing) {
                // It waits for the queue, which has no time limit of its own.
                deadline.in(session.timeLimit());
            }
        }
    }

    /** Gives the session an answer that it waits for, and goes on; not if the connection is closing. */
    void resume(Consumer<ServerSession> answer) {
        guarded(() -> {
            if (!closing) {
                answer.accept(session);
                feed();
                proceed();
            }
        });
    }

    boolean isClosing() {
        return closing;
    }

    InetSocketAddress client() {
        return client;
    }

    /** Who the client is, for the log. */
    String identity() {
        return session.identity();
    }

    /** The thread of its channel. */
    Executor thread() {
        return channel.executor();
    }

    /** For work that is not called by the pipeline, whose own net catches the rest. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            exceptionCaught(channel, e);
        }
    }

    @Override
    public void reply(Reply reply) {
        var unused = channel.write(Unpooled.wrappedBuffer(reply.render()), channel.voidPromise());
    }

    @Override
    public Drafts drafts() {
        return drafts;
    }

    @Override
    public void startTls() {
        // What was said before goes out in the clear.
        channel.flush();
        SslHandler handler = tls.handler(channel.alloc(), listener.tls().clients());
        secure = Optional.of(handler);
        channel.pipeline().addBefore(channel.name(), null, handler);
    }

    @Override
    public void await(CompletionStage<Reply> answer) {
        answer.whenComplete((reply, fault) -> channel.executor().execute(() -> answered(reply, fault)));
    }

    private void answered(Reply reply, Throwable fault) {
        if (fault != null) {
            log.atError().setCause(fault).addKeyValue("client", client).log("no answer could be found");
        }
        resume(waiting -> waiting.answered(fault == null ? reply : NO_ANSWER));
    }

    /** The window in which input is dropped ends with the reply: what is behind it, is said to the other role. */
    @Override
    public void turn() {
        closing = true;
        unread = replace(unread, Unpooled.EMPTY_BUFFER);
        channel.channel().config().setAutoRead(true);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (inputEnded || !written.isSuccess()) {
                cut();
            } else {
                deadline.cancel();
                session.disconnected();
                line.turn(channel);
            }
        });
    }

    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        deadline.in(LINGER);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (inputEnded || !written.isSuccess()) {
                cut();
            } else {
                secure.ifPresentOrElse(this::endTls, this::endOutput);
            }
        });
    }

    private void endTls(SslHandler handler) {
        handler.closeOutbound().addListener(sent -> endOutput());
    }

    private void endOutput() {
        var unused = ((DuplexChannel) channel.channel()).shutdownOutput();
        channel.channel().config().setAutoRead(true);
    }

    /** Closes the connection at once. */
    void cut() {
        var unused = channel.close();
    }

    private ByteBuf join(ByteBuf kept, ByteBuf more) {
        ByteBuf all = channel.alloc().buffer(kept.readableBytes() + more.readableBytes());
        all.writeBytes(kept).writeBytes(more);
        kept.release();
        more.release();
        return all;
    }

    private static ByteBuf replace(ByteBuf old, ByteBuf next) {
        old.release();
        return next;
    }
}
