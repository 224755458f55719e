package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final List<String> running = new ArrayList<>();
    private int limit = 2;
    private final Slots slots = new Slots(() -> limit);

    private void acquire(String name) {
        slots.acquire(() -> running.add(name));
    }

    @Test
    void whoWaitsIsServedInOrder() {
        List.of("a", "b", "c", "d").forEach(this::acquire);
        assertThat(running).containsExactly("a", "b");
        slots.release();
        assertThat(running).containsExactly("a", "b", "c");
        slots.release();
        slots.release();
        slots.release();
        acquire("e");
        acquire("f");
        acquire("g");
        assertThat(running).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void aLowerLimitCountsFromTheNextRelease() {
        List.of("a", "b", "c").forEach(this::acquire);
        limit = 1;
        slots.release();
        assertThat(running).containsExactly("a", "b");
        slots.release();
        assertThat(running).containsExactly("a", "b", "c");
    }

    @Test
    void aSlotIsTakenAtOnceOnlyIfNobodyWaitsForIt() {
        acquire("a");
        assertThat(slots.tryAcquire()).isTrue();
        assertThat(slots.tryAcquire()).isFalse();
        acquire("b");
        limit = 3;
        assertThat(slots.tryAcquire()).isFalse();
        slots.release();
        assertThat(running).containsExactly("a", "b");
        assertThat(slots.tryAcquire()).isTrue();
    }
}
