package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.etrngateway.queue.MutableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryClockTest {
    private static final Duration GRACE = Duration.ofHours(1);
    private static final Duration TICK = Duration.ofMinutes(1);

    private final MutableClock steady = new MutableClock();
    private final WrongClock wall = new WrongClock(steady);

    private ExpiryClock after(Optional<Heartbeat> before) {
        return new ExpiryClock(wall, steady, () -> GRACE, before);
    }

    private ExpiryClock afterBeatAt(Instant wallThen) {
        return after(Optional.of(new Heartbeat(wallThen, wallThen)));
    }

    @Test
    void ageAdvancesWithTheWallWhileBothAgree() {
        ExpiryClock clock = after(Optional.empty());
        for (int day = 0; day < 50; day++) {
            steady.advance(Duration.ofDays(1));
            assertThat(clock.now()).contains(new Heartbeat(wall.instant(), steady.instant()));
        }
    }

    @Test
    void smallCorrectionsAreFollowedHoweverMany() {
        ExpiryClock clock = after(Optional.empty());
        for (int i = 1; i <= 100; i++) {
            steady.advance(TICK);
            wall.setWrong(ExpiryClock.TOLERANCE.multipliedBy(i));
            assertThat(clock.now().orElseThrow().wall()).isEqualTo(wall.instant());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"P40D", "-P40D", "PT61S", "-PT61S"})
    void aJumpSuspendsExpiryForTheGraceAndNoLonger(String jump) {
        ExpiryClock clock = after(Optional.empty());
        steady.advance(TICK);
        wall.setWrong(Duration.parse(jump));
        assertThat(clock.now()).isEmpty();
        steady.advance(GRACE.minusNanos(1));
        assertThat(clock.now()).isEmpty();
        steady.advance(Duration.ofNanos(1));
        assertThat(clock.now().orElseThrow().wall()).isEqualTo(wall.instant());
    }

    @Test
    void aClockThatIsSetRightAgainBeginsTheGraceAnew() {
        ExpiryClock clock = after(Optional.empty());
        wall.setWrong(Duration.ofDays(40));
        assertThat(clock.now()).isEmpty();
        steady.advance(GRACE.minus(TICK));
        wall.setWrong(Duration.ZERO);
        assertThat(clock.now()).isEmpty();
        steady.advance(GRACE.minus(TICK));
        assertThat(clock.now()).isEmpty();
        steady.advance(TICK);
        assertThat(clock.now().orElseThrow().wall()).isEqualTo(steady.instant());
    }

    @Test
    void aStartWithinADayIsBelieved() {
        assertThat(afterBeatAt(wall.instant().minus(ExpiryClock.ABSENCE)).now()).isPresent();
        assertThat(afterBeatAt(wall.instant().plus(ExpiryClock.TOLERANCE)).now())
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P40D", "-P40D", "PT24H1S", "-PT61S"})
    void aStartFarFromTheLastHeartbeatSuspendsExpiryForTheGrace(String since) {
        ExpiryClock clock = afterBeatAt(wall.instant().minus(Duration.parse(since)));
        assertThat(clock.now()).isEmpty();
        steady.advance(GRACE.minusNanos(1));
        assertThat(clock.now()).isEmpty();
        steady.advance(Duration.ofNanos(1));
        assertThat(clock.now()).isPresent();
    }

    @Test
    void aHeartbeatThatCannotBeReadIsNoProof() {
        assertThat(after(Optional.of(Heartbeat.UNKNOWN)).now()).isEmpty();
    }
}
