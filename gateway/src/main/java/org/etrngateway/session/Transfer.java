package org.etrngateway.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.smtp.DotStuffing;
import org.etrngateway.smtp.Reply;

/** One parcel on its way: what the server said to it so far. Belongs to its session. */
final class Transfer {
    private static final Reply TAKEN_BEFORE = Reply.of(250, "2.1.5", "Recipient taken before");

    private final Parcel parcel;
    private Optional<Continuation> continuation;
    private final Map<Integer, Reply> recipients = new HashMap<>();
    private final DotStuffing stuffing = new DotStuffing();
    private Optional<Reply> refusal = Optional.empty();
    private Optional<Window.Departure> departure = Optional.empty();
    private Optional<String> distrust = Optional.empty();
    private boolean accepted;
    private boolean resumed;
    private boolean begunAnew;
    private long from;

    Transfer(Parcel parcel, Optional<Continuation> continuation) {
        this.parcel = parcel;
        this.continuation = continuation;
    }

    /** The name that goes into MAIL. */
    Optional<String> transId() {
        return continuation.map(Continuation::transId);
    }

    /** True if the reply to MAIL must be awaited: the server may know the transaction. */
    boolean mustAsk() {
        return continuation.filter(it -> begunAnew || !it.first()).isPresent();
    }

    /** True if the server has told where to go on. */
    boolean isResumed() {
        return resumed;
    }

    /** Where the content begins that is to be sent. */
    long from() {
        return from;
    }

    /** Octets that are to be sent. */
    long octets() {
        return parcel.lease().size() - from;
    }

    /**
     * The server goes on with what it has.
     *
     * @return false if it cannot be: nobody knows for which recipients it took the message
     */
    boolean resume(long kept) {
        Map<Integer, Reply> known = continuation.map(Continuation::known).orElse(Map.of());
        boolean single = parcel.recipients().size() == 1;
        if (!single && !known.keySet().containsAll(parcel.recipients())) {
            return false;
        }
        parcel.recipients().forEach(position -> recipient(position, known.getOrDefault(position, TAKEN_BEFORE)));
        resumed = true;
        from = kept;
        return true;
    }

    /** It is begun once more, by its name or, if that was done, without one. */
    void beginAnew() {
        continuation = continuation.filter(it -> !begunAnew);
        begunAnew = true;
    }

    /** The server's checkpoints are of no use: what it says of the message is not what it will come to. */
    void distrust(String reason) {
        distrust = Optional.of(reason);
    }

    Optional<String> distrusted() {
        return distrust;
    }

    /** What was said of all recipients, if all were asked about and the transaction has a name. */
    Optional<Map<Integer, Reply>> envelope() {
        return continuation.isPresent()
                        && refusal.isEmpty()
                        && recipients.size() == parcel.recipients().size()
                ? Optional.of(Map.copyOf(recipients))
                : Optional.empty();
    }

    Parcel parcel() {
        return parcel;
    }

    DotStuffing stuffing() {
        return stuffing;
    }

    /** The last octet of its content has been given away. */
    void depart(Window.Departure now) {
        departure = Optional.of(now);
    }

    Optional<Window.Departure> departure() {
        return departure;
    }

    void mail(Reply reply) {
        if (!reply.isPositive()) {
            refusal = Optional.of(reply);
        }
    }

    void recipient(int position, Reply reply) {
        recipients.put(position, reply);
        accepted |= reply.isPositive();
    }

    /** True if at least one recipient was taken. */
    boolean isAccepted() {
        return accepted && refusal.isEmpty();
    }

    boolean isAnsweredInPart() {
        return refusal.isPresent() || !recipients.isEmpty();
    }

    boolean isRefused() {
        return refusal.isPresent();
    }

    /** What each recipient comes to, when the server has said its last word. */
    Map<Integer, Reply> replies(Reply last) {
        Map<Integer, Reply> result = new HashMap<>();
        for (int position : parcel.recipients()) {
            Reply own = refusal.orElse(recipients.getOrDefault(position, last));
            result.put(position, own.isPositive() ? last : own);
        }
        return result;
    }
}
