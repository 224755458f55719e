package org.etrngateway.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @Test
    void joinsWordsAndEndsTheLine() {
        assertThat(CommandLine.of("MAIL", "FROM:<>")).isEqualTo("MAIL FROM:<>\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /** Their low octets are CR and LF: an encoder that drops the high ones would end the line. */
    @ParameterizedTest
    @ValueSource(strings = {"\u760D", "\u760A", "\u010A", "\u010D", "\u2028", "é"})
    void charactersThatLookLikeLineEndsStayUtf8(String text) {
        assertThat(CommandLine.of(text)).isEqualTo((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\r\nRSET", "\0", "\t", "\u001b", "\u007f"})
    void noControlCharacterGoesOut(String text) {
        assertThatThrownBy(() -> CommandLine.of("HELO", text)).isInstanceOf(IllegalArgumentException.class);
    }
}
