package org.etrngateway.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.etrngateway.smtp.BodyReader;
import org.etrngateway.smtp.HeaderScan;
import org.etrngateway.smtp.Reply;

/**
 * The content of one message on its way into a draft. Once there is a reason to refuse it, the draft is
 * given up and the rest is read and dropped: the client cannot be told before the end of data.
 */
final class Incoming {
    private static final int PIECE = 8 * 1024;

    private final ServerProfile profile;
    private final Drafts drafts;
    private final BodyReader reader;
    private final boolean headerNamesPriority;
    private HeaderScan header = new HeaderScan();
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
    private Optional<Reply> refusal = Optional.empty();
    private boolean draftOpen;
    private boolean mustWait;
    private boolean named;
    private boolean whole;
    private long before;
    private long size;

    /**
     * @param headerNamesPriority true if the message has the priority that stands in its header (RFC 6758)
     */
    Incoming(ServerProfile profile, Drafts drafts, BodyReader reader, boolean headerNamesPriority) {
        this.profile = profile;
        this.drafts = drafts;
        this.reader = reader;
        this.headerNamesPriority = headerNamesPriority;
    }

    /** The draft is open: puts the trace header before it, which does not count for the size limit. */
    void begin(byte[] traceHeader) {
        draftOpen = true;
        mustWait(drafts.head(ByteBuffer.wrap(traceHeader)));
    }

    /** The client has named the transaction: if it goes away, what came is kept. Before {@link #begin}. */
    void name() {
        named = true;
    }

    /** What comes goes on with what is kept. */
    void resume(Resumption from) {
        header = from.scan();
        before = from.kept();
        size = before;
        whole = from.complete();
    }

    /**
     * Reads until the input is empty, the end of the content or chunk was read, or the queue must catch up.
     *
     * @return true at the end
     */
    boolean read(ByteBuffer input) {
        boolean end;
        do {
            piece.clear();
            end = reader.read(input, piece);
            piece.flip();
            take();
        } while (!end && !mustWait && input.hasRemaining());
        return end;
    }

    /** Gives the message up, for the first of the reasons. */
    void refuse(Reply reply) {
        if (refusal.isEmpty()) {
            refusal = Optional.of(reply);
            discard();
        }
    }

    Optional<Reply> refusal() {
        return refusal;
    }

    /** Octets of content so far. */
    long size() {
        return size;
    }

    /** Refuses a message that would grow beyond the limit (RFC 1870 §6.3). */
    void announce(long more) {
        if (more > profile.maxSize() - size) {
            refuse(ServerReplies.tooBig());
        }
    }

    /** True while the queue must catch up. */
    boolean mustWait() {
        return mustWait;
    }

    void caughtUp() {
        mustWait = false;
    }

    void commit() {
        draftOpen = false;
        mustWait = false;
        if (headerNamesPriority) {
            header.priority().ifPresent(drafts::prioritise);
        }
        drafts.commit(header.subject(), before + reader.taken());
    }

    /** The client has gone away. */
    void leave() {
        mustWait = false;
        if (draftOpen && named) {
            draftOpen = false;
            drafts.suspend();
        } else {
            discard();
        }
    }

    void discard() {
        mustWait = false;
        if (draftOpen) {
            draftOpen = false;
            drafts.discard();
        }
    }

    private void take() {
        announce(piece.remaining());
        size += piece.remaining();
        if (refusal.isPresent()) {
            return;
        }
        if (whole && piece.hasRemaining()) {
            refuse(ServerReplies.nothingIsMissing());
            return;
        }
        header.scan(piece.duplicate());
        if (reader.hasBareNewline()) {
            refuse(ServerReplies.bareNewline());
        } else if (header.received() > profile.maxHops()) {
            refuse(ServerReplies.tooManyHops());
        } else if (piece.hasRemaining()) {
            append(piece);
        }
    }

    private void append(ByteBuffer octets) {
        mustWait(drafts.append(octets));
    }

    private void mustWait(boolean room) {
        // An append that failed at once has refused the message already: there is nothing to wait for.
        mustWait = !room && refusal.isEmpty();
    }
}
