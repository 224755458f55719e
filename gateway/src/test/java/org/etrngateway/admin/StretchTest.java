package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StretchTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    private final Stretch stretch = new Stretch(nanos::get);

    @Test
    void itIsOverWhenEnoughWasSeen() {
        stretch.saw(Stretch.MOST - 1);
        assertThat(stretch.isOver()).isFalse();
        stretch.saw(1);
        assertThat(stretch.isOver()).isTrue();
    }

    @Test
    void itIsOverWhenItHasLastedLongEnoughThoughTheClockTurnsOver() {
        nanos.addAndGet(Stretch.LONGEST.toNanos() - 1);
        assertThat(stretch.isOver()).isFalse();
        nanos.incrementAndGet();
        assertThat(stretch.isOver()).isTrue();
    }
}
