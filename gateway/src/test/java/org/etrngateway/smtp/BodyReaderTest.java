package org.etrngateway.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The byte machines against naive models that see the whole input at once. */
class BodyReaderTest {
    private static final String[] WORDS = {"\r\n", "\n", "\r", ".", "..", "x", "\r\n.\r\n", "\r\n.", "\0"};

    private int consumed;

    @Test
    void dataEndsWhereTheModelSaysAndReadsTheSame() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            String input = text(random);
            boolean normalise = random.nextBoolean();
            DataReader reader = new DataReader(normalise);
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            boolean end = feed(reader, input, random, content);
            Model model = Model.of(input, normalise);
            assertThat(end).as(printable(input)).isEqualTo(model.end >= 0);
            if (end) {
                assertThat(reader.hasBareNewline()).as(printable(input)).isEqualTo(model.bare);
                assertThat(content.toString(StandardCharsets.ISO_8859_1))
                        .as(printable(input))
                        .isEqualTo(model.content);
                assertThat(consumed).as(printable(input)).isEqualTo(model.end);
            }
        }
    }

    @Test
    void chunksAreCountedWhateverTheyHold() {
        Random random = new Random(2);
        for (int round = 0; round < 5_000; round++) {
            String input = text(random);
            BdatReader reader = new BdatReader(true);
            reader.chunk(new Command.Bdat(input.length(), true));
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            assertThat(feed(reader, input + "QUIT\r\n", random, content)).isTrue();
            assertThat(consumed).isEqualTo(input.length());
            String expected = Model.newlines(input, true);
            if (!expected.isEmpty() && !expected.endsWith("\r\n")) {
                expected += "\r\n";
            }
            assertThat(content.toString(StandardCharsets.ISO_8859_1))
                    .as(printable(input))
                    .isEqualTo(expected);
        }
    }

    private boolean feed(BodyReader reader, String text, Random random, ByteArrayOutputStream content) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer output = ByteBuffer.allocate(BodyReader.MIN_ROOM + random.nextInt(5));
        ByteBuffer input = ByteBuffer.wrap(octets);
        boolean end = false;
        for (int i = 0; i < 4 * octets.length + 8 && !end; i++) {
            input.limit(Math.min(octets.length, input.position() + random.nextInt(6)));
            end = reader.read(input, output.clear());
            content.write(output.array(), 0, output.position());
        }
        consumed = input.position();
        return end;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            text.append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private static String printable(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    }

    /** What RFC 5321 §4.5.2 says, with the whole text in view. */
    private record Model(int end, String content, boolean bare) {
        static Model of(String input, boolean normalise) {
            // CRLF before the text stands for the one behind DATA.
            String all = "\r\n" + input;
            int dot = all.indexOf("\r\n.\r\n");
            if (dot < 0) {
                return new Model(-1, "", false);
            }
            String lines = all.substring(0, dot + 2).replace("\r\n.", "\r\n").substring(2);
            String crlfRemoved = lines.replace("\r\n", "");
            boolean bare = !normalise && (crlfRemoved.indexOf('\r') >= 0 || crlfRemoved.indexOf('\n') >= 0);
            return new Model(dot + 3, newlines(lines, normalise), bare);
        }

        static String newlines(String text, boolean normalise) {
            String marked = text.replace("\r\n", "\u0001");
            String bare = normalise ? "\u0001" : "";
            return marked.replace("\r", bare).replace("\n", bare).replace("\u0001", "\r\n");
        }
    }
}
