package org.etrngateway.queue.spool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.etrngateway.queue.Outcome;

/**
 * Final outcomes of recipients of one unit. Immutable.
 *
 * @param message where the MESSAGE record lies
 * @param done all recipients of the unit that have met their end, these included: replay needs no earlier record
 */
record OutcomeRecord(Place message, Set<Integer> done, List<Outcome> outcomes) {
    private static final int SEGMENT = 1;
    private static final int OFFSET = 2;
    private static final int DONE = 3;
    private static final int OUTCOME = 4;

    private static final int RECIPIENT = 1;
    private static final int KIND = 2;
    private static final int AT = 3;
    private static final int REPLY = 4;
    private static final int NOTICE = 5;

    byte[] encode() {
        FieldWriter out = new FieldWriter();
        out.put(SEGMENT, message.segment()).put(OFFSET, message.offset());
        out.putAll(DONE, done);
        for (Outcome outcome : outcomes) {
            FieldWriter one = new FieldWriter();
            one.put(RECIPIENT, outcome.recipient()).put(KIND, outcome.kind());
            one.put(AT, outcome.at());
            one.put(REPLY, outcome.reply()).put(NOTICE, outcome.notice());
            out.put(OUTCOME, one);
        }
        return out.bytes();
    }

    static OutcomeRecord decode(byte[] meta) throws DamagedException {
        FieldReader in = new FieldReader(meta);
        long segment = 0;
        long offset = 0;
        Set<Integer> done = new HashSet<>();
        List<Outcome> outcomes = new ArrayList<>();
        while (in.next()) {
            switch (in.tag()) {
                case SEGMENT -> segment = in.number();
                case OFFSET -> offset = in.number();
                case DONE -> done.addAll(in.numbers());
                case OUTCOME -> outcomes.add(outcome(in.nested()));
                default -> {}
            }
        }
        return new OutcomeRecord(new Place(segment, offset), done, outcomes);
    }

    private static Outcome outcome(FieldReader in) throws DamagedException {
        int recipient = 0;
        Outcome.Kind kind = Outcome.Kind.DELIVERED;
        Instant at = Instant.EPOCH;
        String reply = "";
        String notice = "";
        while (in.next()) {
            switch (in.tag()) {
                case RECIPIENT -> recipient = in.smallNumber();
                case KIND -> kind = in.constant(Outcome.Kind.class);
                case AT -> at = in.instant();
                case REPLY -> reply = in.text();
                case NOTICE -> notice = in.text();
                default -> {}
            }
        }
        return new Outcome(recipient, kind, at, reply, notice);
    }
}
