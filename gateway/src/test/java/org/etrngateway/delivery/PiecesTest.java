package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PiecesTest {
    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "QUIT$, QUIT$",
        "MAIL$RCPT$DATA$, MAIL$|RCPT$|DATA$",
        "$$.$, $|$|.$",
        "half a line, half a line",
        "line$half, line$|half"
    })
    void areLinesWithTheirEnds(String text, String expected) {
        ByteBuffer octets = ByteBuffer.wrap(("x" + text.replace('$', '\n')).getBytes(StandardCharsets.US_ASCII));
        octets.position(1);
        List<String> lines = Pieces.LINES.of(octets).stream()
                .map(line -> StandardCharsets.US_ASCII.decode(line).toString().replace('\n', '$'))
                .toList();
        assertThat(String.join("|", lines)).isEqualTo(expected);
    }
}
