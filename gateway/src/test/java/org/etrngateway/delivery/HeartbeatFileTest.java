package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatFileTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

    @TempDir
    private Path folder;

    @Test
    void theLastOneWritten() {
        assertThat(new HeartbeatFile(folder.resolve("heartbeat")).read()).isEmpty();
        Heartbeat last = new Heartbeat(NOON.plusSeconds(1), NOON);
        new HeartbeatFile(folder.resolve("heartbeat")).write(new Heartbeat(NOON, NOON));
        new HeartbeatFile(folder.resolve("heartbeat")).write(last);
        assertThat(new HeartbeatFile(folder.resolve("heartbeat")).read()).contains(last);
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026-03-01T12:00:00Z\n", "noon\nnoon\n", "\0\0\0\0"})
    void aDamagedOneSaysOnlyThatThereWasOne(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("heartbeat"), text);
        assertThat(new HeartbeatFile(file).read()).contains(Heartbeat.UNKNOWN);
    }

    @Test
    void thatItCannotBeWrittenStopsNothing() {
        HeartbeatFile file = new HeartbeatFile(folder.resolve("missing/heartbeat"));
        file.write(new Heartbeat(NOON, NOON));
        assertThat(file.read()).isEmpty();
    }
}
