package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.BETA;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldFileTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.5Z");

    @TempDir
    private Path folder;

    @Test
    void itIsKnownAfterAStartWhoWasTold() {
        Path file = folder.resolve("told");
        assertThat(new ToldFile(file).upTo(ACME)).isEmpty();
        assertThat(new ToldFile(file).advance(ACME, NOON)).isTrue();
        ToldFile next = new ToldFile(file);
        assertThat(next.advance(BETA, NOON.plusSeconds(1))).isTrue();
        assertThat(next.advance(ACME, NOON.plusSeconds(2))).isTrue();
        ToldFile last = new ToldFile(file);
        assertThat(last.upTo(ACME)).hasValue(NOON.plusSeconds(2));
        assertThat(last.upTo(BETA)).hasValue(NOON.plusSeconds(1));
    }

    @Test
    void whatCannotBeWrittenIsNotToldNowAndNotForgotten() {
        ToldFile told = new ToldFile(folder.resolve("no-such-folder").resolve("told"));
        assertThat(told.advance(ACME, NOON)).isFalse();
        assertThat(told.upTo(ACME)).isEmpty();
    }

    @Test
    void aFileThatSaysNothingIsAsIfThereWereNone() throws IOException {
        Path file = Files.writeString(folder.resolve("told"), "acme yesterday\n");
        ToldFile told = new ToldFile(file);
        assertThat(told.upTo(ACME)).isEmpty();
        assertThat(told.advance(ACME, NOON)).isTrue();
        assertThat(new ToldFile(file).upTo(ACME)).hasValue(NOON);
    }
}
