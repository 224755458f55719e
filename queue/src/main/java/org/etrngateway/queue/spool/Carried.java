package org.etrngateway.queue.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What all records of a message said when compaction wrote it anew: those before are void. Immutable.
 *
 * @param done positions of recipients that had met their end
 * @param decisions of operators, as they stood
 */
record Carried(Set<Integer> done, List<Decision> decisions) {
    private static final int DONE = 1;
    private static final int DECISION = 2;

    Carried {
        done = Set.copyOf(done);
        decisions = List.copyOf(decisions);
    }

    FieldWriter encode() {
        FieldWriter out = new FieldWriter().putAll(DONE, done);
        decisions.forEach(decision -> out.put(DECISION, decision.encode()));
        return out;
    }

    static Carried decode(FieldReader in) throws DamagedException {
        Set<Integer> done = Set.of();
        List<Decision> decisions = new ArrayList<>();
        while (in.next()) {
            switch (in.tag()) {
                case DONE -> done = in.numbers();
                case DECISION -> decisions.add(Decision.decode(in.nested()));
                default -> {}
            }
        }
        return new Carried(done, decisions);
    }
}
