package org.etrngateway.admin;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a site's flush goes on: {@code flush} with a {@link FlushView}, {@code idle} where none runs. Who reads slowly
 * hears less often, and how things are then.
 *
 * @param flush of the site, if one runs
 */
record FlushStory(Supplier<Optional<FlushView>> flush) implements EventStreams.Story {
    @Override
    public void tell(EventWriter to) {
        if (to.isBehind()) {
            return;
        }
        flush.get().ifPresentOrElse(view -> to.event("flush", view), () -> to.event("idle", Map.of()));
    }
}
