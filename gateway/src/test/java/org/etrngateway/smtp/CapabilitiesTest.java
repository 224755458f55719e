package org.etrngateway.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitiesTest {
    @Test
    void readsKeywordsInAnyCase() {
        Capabilities server =
                of("mx.example hello", "pipelining", "Chunking", "8BitMime", "SMTPUTF8", "dsn", "STARTTLS");
        assertThat(server.pipelining()).isTrue();
        assertThat(server.chunking()).isTrue();
        assertThat(server.eightBitMime()).isTrue();
        assertThat(server.smtpUtf8()).isTrue();
        assertThat(server.dsn()).isTrue();
        assertThat(server.startTls()).isTrue();
        assertThat(server.size()).isFalse();
    }

    @Test
    void theFirstLineIsNoKeyword() {
        assertThat(of("PIPELINING", "DSN").pipelining()).isFalse();
        assertThat(of("STARTTLS").keywords()).isEmpty();
    }

    @Test
    void readsTheSizeLimit() {
        assertThat(of("mx", "SIZE 1000").maxSize()).hasValue(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIZE", "SIZE 0", "SIZE -1", "SIZE x", "SIZE 99999999999999999999"})
    void anotherSizeIsNoLimit(String line) {
        Capabilities server = of("mx", line);
        assertThat(server.size()).isTrue();
        assertThat(server.maxSize()).isEmpty();
    }

    @Test
    void readsMechanisms() {
        assertThat(of("mx", "AUTH plain  LOGIN").authMechanisms()).containsExactlyInAnyOrder("PLAIN", "LOGIN");
        assertThat(of("mx", "AUTH").authMechanisms()).isEmpty();
        assertThat(Capabilities.NONE.authMechanisms()).isEmpty();
    }

    private static Capabilities of(String... lines) {
        return Capabilities.of(Reply.of(250, List.of(lines)));
    }
}
