package org.etrngateway.queue;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;

/**
 * The store of all mail that was accepted and has not met its end.
 *
 * <p><b>The promise.</b> When the stage of {@link Draft#commit} completes, the message with its
 * envelope is durable: it survives a power cut at that instant. Every recipient of it ends as exactly
 * one {@linkplain Outcome.Kind#isFinal() final} outcome or is still {@linkplain #list listed}.
 *
 * <p><b>Work unit.</b> Claim, lease and settle work on (message, site): a message for two sites is two
 * units, and the flush of one never waits for the other. A recipient is never claimed again after its
 * final outcome, whatever became of the others.
 *
 * <p><b>At least once.</b> A final outcome is durable when the stage of {@link #settle} completes. A
 * crash before that may claim the unit again: each unit in flight may reach its site once more. Attempts
 * and deferrals are not forced: a crash may forget the last ones.
 *
 * <p><b>Visibility.</b> {@link #summary} reads memory only and counts every message whose commit stage
 * had completed before the call; so does {@link #claim}.
 *
 * <p><b>Leases.</b> A claimed unit belongs to its lease until it is settled, released or not renewed
 * for {@link #LEASE_SECONDS}; then it can be claimed again. A final outcome is a fact and is recorded
 * even under a lost lease; a deferral under a lost lease is dropped. Leases do not survive a restart.
 *
 * <p><b>Sites.</b> Stored are recipient domains, never sites. The site of a recipient is: the one that
 * the directory names for its domain; else {@link SiteName#OUTBOUND} if it was accepted for the
 * outside ({@link Recipient#outbound}); else {@link SiteName#UNASSIGNED}.
 *
 * <p><b>What senders want.</b> The age of a unit counts from its {@link Envelope#since}: what a sender holds back does
 * not grow old meanwhile. Units that meet are held by the sender if one of them is, and by an operator if one of
 * them is; their sender knows that they are late if he was told so of all.
 *
 * <p><b>Named transactions</b> (RFC 1845). Octets of a draft whose transaction has a name are durable when 256 KiB
 * or 2 s have passed, when its session is gone, and before anybody is told of them. They are kept over restarts, for
 * {@link #NAMED_HOURS} after the last of them; what no session has open is bounded, and the oldest goes first, those
 * that are complete last. The message is committed at most once: whoever takes the transaction up when the commit is
 * durable is told that it is complete, whatever crash was between the two, and the same for {@link #NAMED_HOURS};
 * whoever takes it up when it is not is told how much is kept, and nothing of it is in the queue.
 *
 * <p><b>Faults.</b> A full disk refuses drafts with {@link QueueException.Reason#FULL} and heals by
 * itself. A failed force is never retried: all later commits and settles fail with
 * {@link QueueException.Reason#FAILED}, and the process must end and start again from what the disk holds.
 *
 * <p><b>Threads.</b> Everything here may be called from any thread. Methods that return a stage or say
 * "memory only" never block on the disk; the others may. Stages complete on a thread of the queue: a
 * continuation must not block it.
 */
public interface MailQueue extends AutoCloseable {

    /** How long a lease lives after it was claimed or last renewed. */
    int LEASE_SECONDS = 300;

    /** How long a named transaction is kept after it moved last. */
    int NAMED_HOURS = 48;

    /** Among how many units a claim looks for smaller ones at least; those under a lease count, too. */
    int LOOK_AHEAD = 256;

    /** Whether a draft would be taken now; memory only. */
    Acceptance acceptance();

    /**
     * Reserves room in a site's quota for one message of one transaction, atomically and in memory
     * only. Notices need no reservation. The reservation is released by {@link Reservation#close}, or
     * by the commit of the draft it is given to.
     *
     * @param bytes the declared size, or an estimate; growth beyond it is accepted
     * @return empty if the site's quota has no room
     */
    Optional<Reservation> reserve(SiteName site, long bytes);

    /** Begins a message; memory only. The draft belongs to the caller until it is committed or discarded. */
    Draft draft(Envelope envelope, List<Reservation> reservations);

    /**
     * Takes up the transaction of this name, known or not, for one session. If another session has it, that one
     * loses it: a commit under way is awaited, else what came is kept, and later appends fail.
     *
     * @param lost run once if another session takes it up before the {@linkplain NamedTransaction#close close}; on a
     *     thread of the queue
     * @return completes when all that is kept is durable; fails with {@link QueueException}
     */
    CompletionStage<NamedTransaction> takeUp(TransactionName name, Runnable lost);

    /** What is held for a site; memory only. A site without mail has an empty summary. */
    SiteSummary summary(SiteName site);

    /** The summaries of all sites that have mail or are paused; memory only. */
    Map<SiteName, SiteSummary> summaries();

    /**
     * Leases units of a site, best first: higher priority, then older. Where the selection is
     * {@linkplain Selection#smallFirst small first}, of the next {@link #LOOK_AHEAD} units in that order, or more,
     * those of one priority are ordered by {@linkplain Selection#grade grade} before age. A page may be shorter than
     * it could be; a paused site's units are claimed like others, for they expire and a running flush goes on.
     * May block on the disk.
     *
     * @param maxMessages 1 or more
     * @param maxBytes the most that the sizes sum up to; the first unit is returned whatever its size
     * @return an empty list only if nothing matches
     */
    List<Lease> claim(SiteName site, Selection selection, int maxMessages, long maxBytes);

    /**
     * Leases one unit, whether or not an operator holds it back: for what an operator does with it. May block on the
     * disk.
     *
     * @return empty if there is no such unit, it is under another lease, or it cannot be read
     */
    Optional<Lease> claim(SiteName site, MessageId id);

    /**
     * One unit as {@link #claim(SiteName, MessageId)} would give it, to be looked at: it is no lease, its epoch is 0, and
     * nothing but {@link #content} may be done with it. May block on the disk.
     *
     * @return empty if there is no such unit, or it cannot be read
     */
    Optional<Lease> look(SiteName site, MessageId id);

    /**
     * Opens the content of a leased message, checked against its CRC. May block on the disk.
     *
     * @throws IOException if it cannot be read or is not what was accepted; it must not be sent then
     */
    Content content(Lease lease) throws IOException;

    /** Puts off the lease's deadline; memory only. False if the lease was lost: its work must stop. */
    boolean renew(Lease lease);

    /**
     * Records what became of recipients of a unit and gives the lease back. Recipients of the lease
     * that are not mentioned stay as they were, with no attempt counted; so does one that met its end before.
     * Several deferrals in one call are one attempt.
     *
     * @param due when a deferred unit may be tried by schedule again; triggers do not look at it
     * @return completes when the final outcomes among them are durable
     */
    CompletionStage<Void> settle(Lease lease, List<Outcome> outcomes, Instant due);

    /** Gives a lease back with no attempt counted; memory only. */
    void release(Lease lease);

    /**
     * Sites with units that {@link Selection#due} would claim and that were tried before: a unit never tried
     * has no due time. May block on the disk.
     */
    Set<SiteName> due(Instant now);

    /**
     * Lets go the units whose senders held them until now or before (RFC 4865), durably, and tells listeners that they
     * {@linkplain ArrivalListener#arrived arrived}. Until then nothing claims them but expiry, whatever triggers; a
     * {@link Directive.Release} lets them go earlier, and a {@link Directive.Hold} of an operator outlasts their time.
     * May block on the disk.
     *
     * @return completes when it is durable
     */
    CompletionStage<Void> wake(Instant now);

    /** Sites with units that {@link Selection#late} would claim. May block on the disk. */
    Set<SiteName> late(Instant now);

    /**
     * Records that the sender of a unit knows that it is late (RFC 2852): {@link Selection#late} selects it no more. The
     * lease is given back with no attempt counted.
     *
     * @return completes when it is durable
     */
    CompletionStage<Void> tellLate(Lease lease);

    /**
     * Makes an operator's decision durable and effective. One about a unit that there is not has no effect;
     * a hold of a unit under a lease counts when the lease ends.
     *
     * @return completes when it is durable
     */
    CompletionStage<Void> apply(Directive directive);

    /**
     * How many changes are durable and not yet in the rows that {@link #list} reads, which it then takes from
     * memory; 0 where there are no such rows. Memory only.
     */
    default int behind() {
        return 0;
    }

    /** One page of the units that match, by ascending id, those of one message by site. May block on the disk. */
    List<Listed> list(Listing listing);

    /** One unit as a listing shows it; empty if there is no such unit. May block on the disk. */
    default Optional<Listed> list(SiteName site, MessageId id) {
        return list(new Listing(Optional.of(site), id.before(), 1)).stream()
                .filter(unit -> unit.id().equals(id))
                .findFirst();
    }

    /**
     * Derives the sites anew: every unit moves to the site that the directory now names, and is counted
     * there; a reservation stays with its site. Running leases finish first under their old site; their units
     * move before the next claim, of whatever site. Units of a message that meet are one then: held if one of
     * them was, with the better priority and the tries of the one tried more often. May block on the disk.
     */
    void assign(Function<DomainName, Optional<SiteName>> directory, Map<SiteName, QuotaLimit> quotas);

    /** Calls the listener after each commit, once a site of the message; on a thread of the queue. */
    void onArrival(ArrivalListener listener);

    /** Ends cleanly: what was committed and settled is durable, and the next start is fast. */
    @Override
    void close();

    /** Told of new mail. */
    @FunctionalInterface
    interface ArrivalListener {
        /** Mail that may be claimed. */
        void arrived(SiteName site);

        /**
         * Mail that is held from the start, for it is large.
         *
         * @param recipients positions in the envelope, those of the site
         */
        default void held(MessageId id, SiteName site, Envelope envelope, Set<Integer> recipients) {}

        /**
         * Mail of either kind; told first.
         *
         * @param octets of its content
         */
        default void taken(SiteName site, long octets) {}
    }

    /** Room in a site's quota that is kept free until the message is there. */
    interface Reservation extends AutoCloseable {
        SiteName site();

        /** Gives the room back; has no effect after the first call. */
        @Override
        void close();
    }

    /** Whether new mail is taken. */
    enum Acceptance {
        OPEN,
        /** The disk is full: 452 4.3.1; heals by itself. */
        FULL,
        /** A fault ended acceptance: 421. */
        FAILED
    }

    /**
     * How much a site may hold; 0 is no limit.
     *
     * @param bytes octets
     * @param holdAbove octets of the largest message that triggers release: larger ones are held from the start, as by
     *     an operator; notices are not
     */
    record QuotaLimit(long bytes, long messages, long holdAbove) {
        public static final QuotaLimit NONE = new QuotaLimit(0, 0, 0);

        /** True if a message of so many octets is held from the start. */
        public boolean holds(long size) {
            return holdAbove > 0 && size > holdAbove;
        }
    }
}
