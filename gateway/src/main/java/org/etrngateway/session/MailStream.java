package org.etrngateway.session;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.etrngateway.config.SessionConfig.Pipelining;
import org.etrngateway.session.Expected.Kind;
import org.etrngateway.smtp.Capabilities;
import org.etrngateway.smtp.CommandLine;
import org.etrngateway.smtp.MailCommand;
import org.etrngateway.smtp.Reply;

/**
 * The transactions of a session, one behind the other. The send cursor is the transfer whose commands or
 * content are still going out; the reply cursor is the queue of what replies are due. How far the first
 * runs ahead of the second is the pace:
 *
 * <ul>
 *   <li>STREAM with CHUNKING: MAIL, RCPT, BDAT LAST and content of the next message follow at once, as
 *       long as fewer octets are unanswered than the {@link Window} lets out;
 *   <li>STREAM with DATA: the envelope goes in one write, DATA waits for its 354 (RFC 2920 §3.1), the next
 *       envelope follows right behind the content;
 *   <li>ENVELOPE: the envelope in one write, the next message when this one is answered;
 *   <li>LOCKSTEP: each command waits for its reply.
 * </ul>
 *
 * <p>Belongs to its session.
 */
final class MailStream {
    private enum Pace {
        STREAM,
        ENVELOPE,
        LOCKSTEP
    }

    /** Command unknown, not implemented, bad sequence (RFC 5321 §4.2.2). */
    private static final Set<Integer> LOST_TRACK = Set.of(500, 502, 503);

    private final Capabilities server;
    private final ClientActions actions;
    private final Pace pace;
    private final boolean chunking;
    private final LongSupplier nanos;
    private final Window window = new Window();
    private final Deque<Expected> due = new ArrayDeque<>();
    private Optional<Transfer> sending = Optional.empty();
    private Optional<Reply> early = Optional.empty();
    private int nextRecipient;
    private long unanswered;
    private boolean unfinished;

    MailStream(Capabilities server, Pipelining setting, ClientActions actions, LongSupplier nanos) {
        this.server = server;
        this.actions = actions;
        this.nanos = nanos;
        this.pace = pace(server, setting);
        this.chunking = server.chunking() && pace != Pace.LOCKSTEP;
    }

    private static Pace pace(Capabilities server, Pipelining setting) {
        if (!server.pipelining() || setting == Pipelining.LOCKSTEP) {
            return Pace.LOCKSTEP;
        }
        return setting == Pipelining.ENVELOPE ? Pace.ENVELOPE : Pace.STREAM;
    }

    /** True if nothing is on its way and no reply is due. */
    boolean isIdle() {
        return sending.isEmpty() && due.isEmpty();
    }

    double goodput() {
        return window.goodput();
    }

    boolean wantsMore() {
        return sending.isEmpty() && (due.isEmpty() || pace == Pace.STREAM && behindTheOldest() < window.size());
    }

    /**
     * Octets that are unanswered, without the oldest message: its reply says nothing of what is behind it, so a
     * large one must not keep the line waiting for it.
     */
    private long behindTheOldest() {
        return unanswered - due.element().transfer().parcel().lease().size();
    }

    void begin(Parcel parcel) {
        Transfer transfer = new Transfer(parcel);
        sending = Optional.of(transfer);
        unanswered += parcel.lease().size();
        if (pace == Pace.LOCKSTEP) {
            nextRecipient = 0;
            command(MailCommand.mail(parcel.envelope(), parcel.lease().size(), server), Kind.MAIL, transfer);
        } else {
            envelope(transfer);
        }
    }

    private void envelope(Transfer transfer) {
        Parcel parcel = transfer.parcel();
        long size = parcel.lease().size();
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        if (unfinished || chunking && !due.isEmpty()) {
            // A refused DATA or BDAT leaves the transaction open (Postfix, Exim): its sender would stay for
            // our recipients. Where the verdict is still out we make sure.
            octets.writeBytes(CommandLine.of("RSET"));
            due.add(Expected.of(Kind.RSET, transfer));
            unfinished = false;
        }
        octets.writeBytes(MailCommand.mail(parcel.envelope(), size, server));
        due.add(Expected.of(Kind.MAIL, transfer));
        for (int position : parcel.recipients()) {
            octets.writeBytes(MailCommand.rcpt(parcel.recipient(position), server));
            due.add(new Expected(Kind.RCPT, transfer, position));
        }
        octets.writeBytes(chunking ? CommandLine.of("BDAT", Long.toString(size), "LAST") : CommandLine.of("DATA"));
        due.add(Expected.of(chunking ? Kind.END : Kind.DATA, transfer));
        actions.send(ByteBuffer.wrap(octets.toByteArray()));
        if (chunking) {
            actions.read(parcel);
        }
    }

    void content(ByteBuffer octets, boolean last) {
        Transfer transfer = sending.orElseThrow();
        if (octets.hasRemaining()) {
            actions.send(chunking ? octets : transfer.stuffing().stuff(octets));
        }
        if (!last) {
            return;
        }
        sending = Optional.empty();
        transfer.depart(window.departed(nanos.getAsLong()));
        if (!chunking) {
            endOfData(transfer);
        } else if (early.isPresent()) {
            Reply reply = early.get();
            early = Optional.empty();
            finish(transfer, reply);
        }
    }

    private void endOfData(Transfer transfer) {
        due.add(Expected.of(Kind.END, transfer));
        actions.send(transfer.stuffing().end());
    }

    /** Matches a reply with what is due; false if it does not fit, and the server is out of step. */
    boolean take(Reply reply) {
        Expected expected = due.peek();
        if (expected == null || pace != Pace.LOCKSTEP && isOutOfStep(expected, reply)) {
            return false;
        }
        due.remove();
        Transfer transfer = expected.transfer();
        switch (expected.kind()) {
            case MAIL -> transfer.mail(reply);
            case RCPT -> transfer.recipient(expected.recipient(), reply);
            case DATA -> data(transfer, reply);
            case END -> end(transfer, reply);
            case RSET -> reset(transfer, reply);
            default -> throw new IllegalStateException("no meaning for " + expected.kind());
        }
        if (pace == Pace.LOCKSTEP && (expected.kind() == Kind.MAIL || expected.kind() == Kind.RCPT)) {
            step(transfer, reply);
        }
        return true;
    }

    /**
     * True if a server says that it does not know, or did not expect, what it has offered to take at this pace:
     * it lost something that was sent ahead. To a message that was refused before it may say so.
     */
    private static boolean isOutOfStep(Expected expected, Reply reply) {
        if (!LOST_TRACK.contains(reply.code())) {
            return false;
        }
        return switch (expected.kind()) {
            case MAIL, RSET -> true;
            case RCPT -> !expected.transfer().isRefused();
            case DATA, END -> expected.transfer().isAccepted();
        };
    }

    /**
     * The server goes away with this reply. What it refused for good before is final all the same: else a
     * server that closes after so many refusals would be asked the same for ever.
     */
    void closing(Reply reply) {
        Expected next = due.peek();
        if (next == null || !next.transfer().isAnsweredInPart()) {
            return;
        }
        Transfer transfer = next.transfer();
        boolean open =
                next.kind() != Kind.RSET || sending.filter(transfer::equals).isPresent();
        if (open) {
            actions.answered(transfer.parcel(), transfer.replies(reply));
        }
    }

    private void step(Transfer transfer, Reply reply) {
        Parcel parcel = transfer.parcel();
        if (transfer.isRefused()) {
            release(transfer, reply);
        } else if (nextRecipient < parcel.recipients().size()) {
            int position = parcel.recipients().get(nextRecipient++);
            actions.send(ByteBuffer.wrap(MailCommand.rcpt(parcel.recipient(position), server)));
            due.add(new Expected(Kind.RCPT, transfer, position));
        } else if (transfer.isAccepted()) {
            command(CommandLine.of("DATA"), Kind.DATA, transfer);
        } else {
            command(CommandLine.of("RSET"), Kind.RSET, transfer);
        }
    }

    /** In lockstep it may be the end of a transaction; else it only clears the way. */
    private void reset(Transfer transfer, Reply reply) {
        if (pace == Pace.LOCKSTEP && sending.filter(transfer::equals).isPresent()) {
            release(transfer, reply);
        }
    }

    private void data(Transfer transfer, Reply reply) {
        if (!reply.isIntermediate()) {
            abandon(transfer);
            release(transfer, reply);
        } else if (transfer.isAccepted()) {
            actions.read(transfer.parcel());
        } else {
            // The server opened the content of a message for nobody: RFC 2920 §3.1 has us end it empty.
            sending = Optional.empty();
            endOfData(transfer);
        }
    }

    /** The transaction is open still: no other may begin before a RSET. */
    private void abandon(Transfer transfer) {
        if (pace == Pace.LOCKSTEP) {
            command(CommandLine.of("RSET"), Kind.RSET, transfer);
        } else {
            unfinished = true;
        }
    }

    private void end(Transfer transfer, Reply reply) {
        if (sending.filter(transfer::equals).isPresent()) {
            // The verdict is out before the chunk is: the rest of it is owed all the same (RFC 3030 §2).
            early = Optional.of(reply);
        } else {
            finish(transfer, reply);
        }
    }

    private void release(Transfer transfer, Reply reply) {
        sending = Optional.empty();
        finish(transfer, reply);
    }

    private void finish(Transfer transfer, Reply last) {
        unfinished |= chunking && !last.isPositive();
        long size = transfer.parcel().lease().size();
        unanswered -= size;
        transfer.departure().ifPresent(departure -> window.answered(departure, size, nanos.getAsLong()));
        actions.answered(transfer.parcel(), transfer.replies(last));
    }

    private void command(byte[] octets, Kind kind, Transfer transfer) {
        actions.send(ByteBuffer.wrap(octets));
        due.add(Expected.of(kind, transfer));
    }
}
