package org.etrngateway.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
    private final ReplyReader reader = new ReplyReader();

    @Test
    void readsTheSameWhereverTheInputIsSplit() throws ProtocolException {
        String input = "250-mx.example\r\n250-SIZE 10\r\n250 DSN\r\n550 5.1.1 no such user\r\n250\r\n";
        List<Reply> whole = all(input, input.length());
        assertThat(whole)
                .containsExactly(
                        Reply.of(250, List.of("mx.example", "SIZE 10", "DSN")),
                        Reply.of(550, "5.1.1", "no such user"),
                        Reply.of(250, List.of("")));
        for (int piece = 1; piece < input.length(); piece++) {
            assertThat(all(input, piece)).as("pieces of %d", piece).isEqualTo(whole);
        }
    }

    @Test
    void leavesWhatStandsBehindTheReply() throws ProtocolException {
        ByteBuffer input = ByteBuffer.wrap("220 go\r\nmore".getBytes(StandardCharsets.US_ASCII));
        assertThat(reader.read(input)).isPresent();
        assertThat(input.remaining()).isEqualTo(4);
        assertThat(reader.isPartial()).isFalse();
        assertThat(reader.read(input)).isEmpty();
        assertThat(reader.isPartial()).isTrue();
    }

    @Test
    void aBareLineFeedEndsALine() throws ProtocolException {
        assertThat(all("250-a\n250 b\n", 100)).containsExactly(Reply.of(250, List.of("a", "b")));
    }

    @Test
    void controlCharactersBecomeQuestionMarks() throws ProtocolException {
        assertThat(all("250 a\u0000b\u001bc\rd\u0085e\u2028f\u007f\r\n", 100))
                .containsExactly(Reply.of(250, List.of("a?b?c?d?e?f?")));
    }

    @Test
    void octetsThatAreNoUtf8AreReplaced() throws ProtocolException {
        byte[] octets = {'2', '5', '0', ' ', (byte) 0xFF, '\r', '\n'};
        assertThat(reader.read(ByteBuffer.wrap(octets))).map(Reply::lines).contains(List.of("\uFFFD"));
    }

    @Test
    void theEnhancedCodeIsTakenFromEachLine() throws ProtocolException {
        assertThat(all("550-5.1.1 no such user\r\n550-5.1.10 is no prefix of it\r\n550 5.1.1\r\n", 100))
                .containsExactly(new Reply(
                        550, EnhancedCode.parse("5.1.1"), List.of("no such user", "5.1.10 is no prefix of it", "")));
    }

    @Test
    void anEnhancedCodeOfAnotherClassIsText() throws ProtocolException {
        assertThat(all("450 5.1.1 odd\r\n", 100)).containsExactly(Reply.of(450, List.of("5.1.1 odd")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "25\r\n",
                "2500 x\r\n",
                "150 x\r\n",
                "650 x\r\n",
                "25a x\r\n",
                "250_x\r\n",
                "250-a\r\n251 b\r\n",
                "HTTP/1.1 200 OK\r\n",
                "2\u0665\u0660 x\r\n"
            })
    void whatIsNoReplyIsAnError(String input) {
        assertThatThrownBy(() -> all(input, 100)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void neitherALineNorAReplyIsEndless() {
        assertThatThrownBy(() -> all("250 " + "x".repeat(3000), 100)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> all("250-x\r\n".repeat(200), 100)).isInstanceOf(ProtocolException.class);
    }

    private static List<Reply> all(String text, int piece) throws ProtocolException {
        ReplyReader reader = new ReplyReader();
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        List<Reply> replies = new ArrayList<>();
        for (int at = 0; at < octets.length; at += piece) {
            ByteBuffer input = ByteBuffer.wrap(octets, at, Math.min(piece, octets.length - at));
            for (Optional<Reply> reply = reader.read(input); reply.isPresent(); reply = reader.read(input)) {
                replies.add(reply.get());
            }
        }
        return replies;
    }
}
