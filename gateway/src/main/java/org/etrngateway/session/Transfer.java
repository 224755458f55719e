package org.etrngateway.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.smtp.DotStuffing;
import org.etrngateway.smtp.Reply;

/** One parcel on its way: what the server said to it so far. Belongs to its session. */
final class Transfer {
    private final Parcel parcel;
    private final Map<Integer, Reply> recipients = new HashMap<>();
    private final DotStuffing stuffing = new DotStuffing();
    private Optional<Reply> refusal = Optional.empty();
    private Optional<Window.Departure> departure = Optional.empty();
    private boolean accepted;

    Transfer(Parcel parcel) {
        this.parcel = parcel;
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
