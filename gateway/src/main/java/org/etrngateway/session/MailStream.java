package org.etrngateway.session;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
 * <p>A transaction that the server may know by its name (RFC 1845) waits for the reply to MAIL at any pace: nothing
 * follows that. If it is 355, DATA or BDAT with the rest follows, and no RCPT.
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

    /** Go on behind so many octets (RFC 1845 §3). */
    static final int RESUME = 355;

    /** Parameters not understood, not implemented, not known (RFC 5321 §4.2.2, §4.1.1.11). */
    private static final Set<Integer> BAD_PARAMETER = Set.of(501, 504, 555);

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
    private boolean restarting;

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
        return unanswered - due.element().transfer().octets();
    }

    void begin(Parcel parcel, Optional<Continuation> continuation) {
        Transfer transfer = new Transfer(parcel, continuation.filter(named -> server.checkpoint()));
        sending = Optional.of(transfer);
        unanswered += transfer.octets();
        if (pace == Pace.LOCKSTEP) {
            nextRecipient = 0;
            command(mail(transfer), Kind.MAIL, transfer);
        } else {
            envelope(transfer);
        }
    }

    private byte[] mail(Transfer transfer) {
        Parcel parcel = transfer.parcel();
        return MailCommand.mail(parcel.envelope(), parcel.lease().size(), parcel.by(), transfer.transId(), server);
    }

    private void envelope(Transfer transfer) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        if (unfinished || chunking && !due.isEmpty()) {
            // A refused DATA or BDAT leaves the transaction open (Postfix, Exim): its sender would stay for
            // our recipients. Where the verdict is still out we make sure.
            octets.writeBytes(CommandLine.of("RSET"));
            due.add(Expected.of(Kind.RSET, transfer));
            unfinished = false;
        }
        octets.writeBytes(mail(transfer));
        due.add(Expected.of(Kind.MAIL, transfer));
        if (transfer.mustAsk()) {
            actions.send(ByteBuffer.wrap(octets.toByteArray()));
        } else {
            behindMail(transfer, octets);
        }
    }

    private void behindMail(Transfer transfer, ByteArrayOutputStream octets) {
        Parcel parcel = transfer.parcel();
        for (int position : transfer.isResumed() ? List.<Integer>of() : parcel.recipients()) {
            octets.writeBytes(MailCommand.rcpt(parcel.recipient(position), server));
            due.add(new Expected(Kind.RCPT, transfer, position));
        }
        String length = Long.toString(transfer.octets());
        octets.writeBytes(chunking ? CommandLine.of("BDAT", length, "LAST") : CommandLine.of("DATA"));
        due.add(Expected.of(chunking ? Kind.END : Kind.DATA, transfer));
        actions.send(ByteBuffer.wrap(octets.toByteArray()));
        if (chunking) {
            read(transfer);
        }
    }

    /** Has the content read that is to be sent; there may be none, if the server has all of it. */
    private void read(Transfer transfer) {
        if (transfer.octets() > 0) {
            actions.read(transfer.parcel(), transfer.from());
        } else {
            content(ByteBuffer.allocate(0), true);
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
            case MAIL -> mail(transfer, reply);
            case RCPT -> {
                transfer.recipient(expected.recipient(), reply);
                transfer.envelope().ifPresent(replies -> actions.enveloped(transfer.parcel(), replies));
            }
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

    private void mail(Transfer transfer, Reply reply) {
        if (reply.code() == RESUME && transfer.transId().isPresent()) {
            resume(transfer, reply);
            return;
        }
        transfer.mail(reply);
        if (BAD_PARAMETER.contains(reply.code()) && transfer.transId().isPresent()) {
            transfer.distrust("it offers CHECKPOINT and answers MAIL with TRANSID by " + reply);
        }
        if (pace != Pace.LOCKSTEP && transfer.mustAsk()) {
            if (transfer.isRefused()) {
                release(transfer, reply);
            } else {
                behindMail(transfer, new ByteArrayOutputStream());
            }
        }
    }

    private void resume(Transfer transfer, Reply reply) {
        long size = transfer.parcel().lease().size();
        OptionalLong kept = kept(reply);
        if (kept.isEmpty() || kept.getAsLong() > size) {
            transfer.mail(reply);
            transfer.distrust("it has more of a message of " + size + " octets than there is: " + reply);
            if (pace != Pace.LOCKSTEP) {
                abandon(transfer);
                release(transfer, reply);
            }
        } else if (transfer.resume(kept.getAsLong())) {
            unanswered -= kept.getAsLong();
            actions.resumed(transfer.parcel(), kept.getAsLong());
            if (pace != Pace.LOCKSTEP) {
                behindMail(transfer, new ByteArrayOutputStream());
            }
        } else {
            transfer.beginAnew();
            if (pace == Pace.LOCKSTEP) {
                restarting = true;
                command(CommandLine.of("RSET"), Kind.RSET, transfer);
            } else {
                unfinished = true;
                envelope(transfer);
            }
        }
    }

    /** The digits that stand first in the reply; empty if there are none. */
    private static OptionalLong kept(Reply reply) {
        String digits = reply.lines().get(0).split(" ", 2)[0];
        boolean number =
                !digits.isEmpty() && digits.length() <= 18 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    /**
     * True if a server says that it does not know, or did not expect, what it has offered to take at this pace:
     * it lost something that was sent ahead. To a message that was refused before it may say so. True as well if it
     * goes on with something that it was not asked about.
     */
    private static boolean isOutOfStep(Expected expected, Reply reply) {
        Transfer transfer = expected.transfer();
        if (reply.code() == RESUME) {
            return expected.kind() != Kind.MAIL || !transfer.mustAsk();
        }
        if (!LOST_TRACK.contains(reply.code())) {
            return false;
        }
        return switch (expected.kind()) {
            case MAIL, RSET -> true;
            case RCPT -> !transfer.isRefused();
            case DATA, END -> transfer.isAccepted() && !transfer.isResumed();
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
        if (restarting) {
            // It goes on behind the reply to RSET.
            return;
        }
        if (transfer.isRefused() && reply.isIntermediate()) {
            command(CommandLine.of("RSET"), Kind.RSET, transfer);
        } else if (transfer.isRefused()) {
            release(transfer, reply);
        } else if (transfer.isResumed()) {
            command(CommandLine.of("DATA"), Kind.DATA, transfer);
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

    /** In lockstep it may be the end of a transaction, or its new beginning; else it only clears the way. */
    private void reset(Transfer transfer, Reply reply) {
        if (pace != Pace.LOCKSTEP || sending.filter(transfer::equals).isEmpty()) {
            return;
        }
        if (restarting) {
            restarting = false;
            command(mail(transfer), Kind.MAIL, transfer);
        } else {
            release(transfer, reply);
        }
    }

    /** A message that is refused for good where it went on may not be what was sent. */
    private static void doubt(Transfer transfer, Reply reply) {
        if (transfer.isResumed() && reply.isPermanent()) {
            transfer.distrust("it refuses a message that it went on with: " + reply);
        }
    }

    private void data(Transfer transfer, Reply reply) {
        doubt(transfer, reply);
        if (!reply.isIntermediate()) {
            abandon(transfer);
            release(transfer, reply);
        } else if (transfer.isAccepted()) {
            read(transfer);
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
        doubt(transfer, reply);
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
        long octets = transfer.octets();
        unanswered -= octets;
        transfer.departure().ifPresent(departure -> window.answered(departure, octets, nanos.getAsLong()));
        transfer.distrusted()
                .ifPresentOrElse(
                        reason -> actions.distrusted(transfer.parcel(), reason),
                        () -> actions.answered(transfer.parcel(), transfer.replies(last)));
    }

    private void command(byte[] octets, Kind kind, Transfer transfer) {
        actions.send(ByteBuffer.wrap(octets));
        due.add(Expected.of(kind, transfer));
    }
}
