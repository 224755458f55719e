package org.etrngateway.alert;

import java.time.Instant;
import java.util.List;

/**
 * What one look found to be other than before. Immutable.
 *
 * @param at when
 * @param begun what is amiss now and was not
 * @param over what was amiss and is not
 */
public record News(Instant at, List<Alert> begun, List<Alert> over) {
    public News {
        begun = List.copyOf(begun);
        over = List.copyOf(over);
    }

    boolean isEmpty() {
        return begun.isEmpty() && over.isEmpty();
    }
}
