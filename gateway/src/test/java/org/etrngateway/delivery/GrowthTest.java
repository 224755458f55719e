package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.etrngateway.config.Sessions;
import org.junit.jupiter.api.Test;

/** More sessions are tried while they pay. */
class GrowthTest {
    private static final Duration ROUND_TRIP = Duration.ofMillis(200);
    private static final Duration STEP = Duration.ofMillis(100);

    private final Growth growth = new Growth(Sessions.AUTO);
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    /** How many sessions were wanted, change by change, while messages are answered for a while. */
    private List<Integer> course(IntToLongFunction octetsAStep) {
        List<Integer> course = new ArrayList<>(List.of(growth.wanted()));
        for (int step = 0; step < 300; step++) {
            now = now.plus(STEP);
            int open = growth.wanted();
            growth.answered(now, octetsAStep.applyAsLong(open), open, ROUND_TRIP);
            if (growth.wanted() != open) {
                course.add(growth.wanted());
            }
        }
        return course;
    }

    @Test
    void whereEachSessionAddsItsShareThereAreFourInTheEnd() {
        assertThat(course(open -> 1_000L * open)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void whereOneFillsTheLineTheSecondGoesAgainAndNoOtherIsTried() {
        assertThat(course(open -> 1_000)).containsExactly(1, 2, 1);
    }

    @Test
    void theFirstThatDoesNotPayGoesAgain() {
        assertThat(course(open -> 1_000L * Math.min(open, 2))).containsExactly(1, 2, 3, 2);
    }

    @Test
    void aLittleMoreIsNotEnough() {
        assertThat(course(open -> open == 1 ? 1_000 : 1_050)).containsExactly(1, 2, 1);
    }

    @Test
    void whereEachMessageCostsARoundTripAllComeAtOnceAndStay() {
        growth.hurry();
        assertThat(course(open -> 1_000L * open)).containsExactly(4);
    }

    @Test
    void whatTheSiteRefusedIsNotTriedAgain() {
        growth.answered(now, 1_000, 1, ROUND_TRIP);
        growth.refused(1);
        assertThat(course(open -> 1_000L * open)).containsExactly(1);
    }

    @Test
    void nothingIsToldFromOneAnswerHoweverLongItTook() {
        growth.answered(now, 1_000, 1, ROUND_TRIP);
        growth.answered(now.plusSeconds(60), 1_000_000, 1, ROUND_TRIP);
        assertThat(growth.wanted()).isEqualTo(1);
    }

    @Test
    void whileAnotherNumberIsOpenThanIsWantedNothingIsMeasured() {
        for (int i = 0; i < 300; i++) {
            now = now.plus(STEP);
            growth.answered(now, 1_000, 2, ROUND_TRIP);
        }
        assertThat(growth.wanted()).isEqualTo(1);
    }

    @Test
    void aFixedNumberIsWantedFromTheStartAndStays() {
        Growth fixed = new Growth(new Sessions(3, false));
        assertThat(fixed.wanted()).isEqualTo(3);
        for (int i = 0; i < 300; i++) {
            now = now.plus(STEP);
            fixed.answered(now, 1_000, 3, ROUND_TRIP);
        }
        assertThat(fixed.wanted()).isEqualTo(3);
        fixed.refused(2);
        assertThat(fixed.wanted()).isEqualTo(2);
    }
}
