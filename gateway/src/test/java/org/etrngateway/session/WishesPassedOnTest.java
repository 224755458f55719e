package org.etrngateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.SessionConfig.EightBit;
import org.etrngateway.config.SessionConfig.Pipelining;
import org.etrngateway.config.SessionConfig.Timed;
import org.etrngateway.config.TlsMode;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.MutableClock;
import org.junit.jupiter.api.Test;

/** What the next server hears of how the sender wants a message delivered; the clock stands at its start. */
class WishesPassedOnTest {
    private static final Instant NOW = MutableClock.START;

    private static Envelope wanting(String by, Duration age) {
        return Messages.withBy(Messages.envelope(NOW.minus(age), "a@acme.example"), by);
    }

    private static ClientRun run(Timed timed, Envelope envelope, String... keywords) {
        SessionConfig settings = new SessionConfig(
                TlsMode.MAY, Pipelining.AUTO, EightBit.PASS, timed, Duration.ZERO, OptionalLong.empty(), false);
        return new ClientRun(settings, Optional.empty(), keywords)
                .mail(envelope, "one\r\n")
                .run();
    }

    private static String mail(ClientRun run) {
        return run.site.commands().stream()
                .filter(line -> line.startsWith("MAIL"))
                .findFirst()
                .orElse("");
    }

    @Test
    void thePriorityIsPassedOnToAServerThatTakesIt() {
        Envelope urgent = Messages.withPriority(Messages.envelope(NOW, "a@acme.example"), -4);
        assertThat(mail(run(Timed.REFUSE, urgent, "MT-PRIORITY"))).endsWith(" MT-PRIORITY=-4");
        assertThat(mail(run(Timed.REFUSE, urgent, "DSN"))).isEqualTo("MAIL FROM:<alice@sender.example>");
    }

    @Test
    void theTimeThatIsLeftIsPassedOn() {
        Duration age = Duration.ofSeconds(50);
        assertThat(mail(run(Timed.REFUSE, wanting("60;R", age), "DELIVERBY"))).endsWith(" BY=10;R");
        assertThat(mail(run(Timed.REFUSE, wanting("60;RT", age), "DELIVERBY 10")))
                .endsWith(" BY=10;RT");
        assertThat(mail(run(Timed.REFUSE, wanting("30;N", age), "DELIVERBY"))).endsWith(" BY=-20;N");
    }

    @Test
    void theTimeBeginsWhenItsSenderLetItGo() {
        Envelope held = Messages.withRelease(wanting("60;R", Duration.ofDays(1)), NOW.minusSeconds(5));
        assertThat(mail(run(Timed.REFUSE, held, "DELIVERBY"))).endsWith(" BY=55;R");
    }

    @Test
    void whatIsToComeBackGoesToNoServerThatPromisesNoTime() {
        ClientRun refused = run(Timed.REFUSE, wanting("60;R", Duration.ZERO), "DSN");
        assertThat(mail(refused)).isEmpty();
        assertThat(refused.answers).containsEntry(1L, Map.of(0, "550"));
        ClientRun tooSoon = run(Timed.PASS, wanting("60;R", Duration.ofSeconds(1)), "DELIVERBY 60");
        assertThat(mail(tooSoon)).isEmpty();
        assertThat(tooSoon.answers).containsEntry(1L, Map.of(0, "550"));
    }

    @Test
    void itGoesToAServerWhereMailEnds() {
        assertThat(mail(run(Timed.PASS, wanting("60;R", Duration.ZERO), "DSN")))
                .isEqualTo("MAIL FROM:<alice@sender.example>");
    }

    @Test
    void whatIsOnlyToBeToldOfGoesAnywhere() {
        assertThat(mail(run(Timed.REFUSE, wanting("60;N", Duration.ZERO), "DSN")))
                .isEqualTo("MAIL FROM:<alice@sender.example>");
    }

    /** The clock may be wrong: whether mail is given up is for the sweep to say. */
    @Test
    void whatIsLateIsKeptForTheSweep() {
        ClientRun late = run(Timed.PASS, wanting("60;R", Duration.ofMinutes(1)), "DELIVERBY");
        assertThat(mail(late)).isEmpty();
        assertThat(late.answers).containsEntry(1L, Map.of(0, "450"));
    }
}
