package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.etrngateway.queue.MutableClock;
import org.junit.jupiter.api.Test;

/** How often a token may ask. */
class PaceTest {
    private static final Duration ONE = Duration.ofSeconds(1).dividedBy(Pace.A_SECOND);

    private final MutableClock clock = new MutableClock();
    private final Pace pace = new Pace(clock);

    private void spend(String token) {
        for (int i = 0; i < Pace.AT_ONCE; i++) {
            assertThat(pace.ask(token)).as("request %d", i).isZero();
        }
    }

    @Test
    void afterSoManyAtOnceEachWaitsForTheNext() {
        spend("a");
        for (int i = 0; i < 3; i++) {
            assertThat(pace.ask("a")).isEqualTo(ONE);
        }
        clock.advance(ONE);
        assertThat(pace.ask("a")).isZero();
        assertThat(pace.ask("a")).isEqualTo(ONE);
    }

    @Test
    void whoWasQuietHasAllOfItAgainAndNoMore() {
        spend("a");
        clock.advance(Duration.ofDays(1));
        spend("a");
        assertThat(pace.ask("a")).isPositive();
    }

    @Test
    void eachTokenHasItsOwn() {
        spend("a");
        assertThat(pace.ask("b")).isZero();
    }

    @Test
    void aClockThatIsSetBackHoldsNobodyUp() {
        spend("a");
        clock.advance(Duration.ofDays(-1));
        assertThat(pace.ask("a")).isZero();
    }
}
