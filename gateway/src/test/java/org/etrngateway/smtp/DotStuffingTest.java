package org.etrngateway.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against a model that sees the whole content at once, and against our own reader. */
class DotStuffingTest {
    private static final String[] WORDS = {"\r\n", ".", "..", "x", "\r\n.", "\r\n.\r\n", "line"};

    @Test
    void stuffsWhatTheModelStuffsWhereverItIsSplit() {
        Random random = new Random(3);
        for (int round = 0; round < 20_000; round++) {
            String content = text(random);
            assertThat(stuffed(content, random)).isEqualTo(model(content));
        }
    }

    @Test
    void whatIsStuffedReadsBackTheSame() {
        Random random = new Random(4);
        for (int round = 0; round < 5_000; round++) {
            String content = text(random);
            DataReader reader = new DataReader(false);
            ByteArrayOutputStream back = new ByteArrayOutputStream();
            byte[] wire = stuffed(content, random).getBytes(StandardCharsets.ISO_8859_1);
            ByteBuffer output = ByteBuffer.allocate(wire.length + BodyReader.MIN_ROOM);
            assertThat(reader.read(ByteBuffer.wrap(wire), output)).isTrue();
            drain(output.flip(), back);
            String whole = content.isEmpty() || content.endsWith("\r\n") ? content : content + "\r\n";
            assertThat(back.toString(StandardCharsets.ISO_8859_1)).isEqualTo(whole);
        }
    }

    private static void drain(ByteBuffer octets, ByteArrayOutputStream into) {
        while (octets.hasRemaining()) {
            into.write(octets.get());
        }
    }

    private static String model(String content) {
        String stuffed = ("\r\n" + content).replace("\r\n.", "\r\n..").substring(2);
        return stuffed + (content.isEmpty() || content.endsWith("\r\n") ? "" : "\r\n") + ".\r\n";
    }

    private static String stuffed(String content, Random random) {
        DotStuffing stuffing = new DotStuffing();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] octets = content.getBytes(StandardCharsets.ISO_8859_1);
        int at = 0;
        while (at < octets.length) {
            int length = 1 + random.nextInt(octets.length - at);
            drain(stuffing.stuff(ByteBuffer.wrap(octets, at, length)), out);
            at += length;
        }
        drain(stuffing.end(), out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int words = random.nextInt(12); words > 0; words--) {
            text.append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }
}
