package org.etrngateway.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommandParserTest {
    private static final String[] SEEDS = {
        "EHLO [192.0.2.1]",
        "MAIL FROM:<a@third.example> SIZE=1 BODY=8BITMIME SMTPUTF8 RET=FULL ENVID=x+2B",
        "RCPT TO:<\"a\\\"b>\"@acme.example> NOTIFY=NEVER ORCPT=rfc822;x+40y",
        "BDAT 12 LAST",
        "ETRN @acme.example",
        "ATRN acme.example,branch.example",
        "NOOP",
        "VRFY x",
        "mail from:<>",
        "RCPT TO:<postmaster>"
    };

    @Test
    void aQuotedBracketDoesNotEndThePath() {
        Command command = parse("RCPT TO:<\"a\\\"b>\"@acme.example> NOTIFY=NEVER");
        assertThat(command)
                .isInstanceOfSatisfying(
                        Command.Rcpt.class,
                        rcpt -> assertThat(rcpt.address()).hasToString("Optional[\"a\\\"b>\"@acme.example]"));
    }

    @Test
    void charactersThatEndInCrOrLfWhenCutToOctetsDoNotPass() {
        for (int c : new int[] {0x760D, 0x760A, 0x010A, 0x560D, 0x2028, 0x85}) {
            String address = "x" + Character.toString(c) + "y";
            assertThat(parse("EHLO " + address)).isInstanceOf(Command.Malformed.class);
            assertThat(parse("MAIL FROM:<" + address + "@third.example>")).isInstanceOf(Command.Malformed.class);
        }
    }

    @Test
    void neverThrowsAndNeverRepeatsTheClient() {
        Random random = new Random(3);
        for (int round = 0; round < 50_000; round++) {
            byte[] line = SEEDS[random.nextInt(SEEDS.length)].getBytes(StandardCharsets.UTF_8);
            for (int n = random.nextInt(4); n > 0; n--) {
                line[random.nextInt(line.length)] = (byte) random.nextInt(256);
            }
            Command command = CommandParser.parse(line);
            if (command instanceof Command.Malformed malformed) {
                assertThat(malformed.reply().isPermanent()).isTrue();
                assertThat(malformed.reply().enhanced()).isPresent();
            } else {
                assertThat(new String(line, StandardCharsets.ISO_8859_1)).doesNotContain("\r", "\n", "\0");
            }
        }
    }

    @Test
    void linesAreFoundHoweverTheyAreCut() {
        Random random = new Random(4);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            List<String> expected = new ArrayList<>();
            for (int n = random.nextInt(5); n > 0; n--) {
                int length = random.nextInt(10) == 0 ? 2040 + random.nextInt(20) : random.nextInt(20);
                String line = "x".repeat(length);
                text.append(line).append("\r\n");
                expected.add(
                        length > CommandReader.MAX_LINE
                                ? "TOO_LONG" + line.substring(0, CommandReader.MAX_LINE)
                                : "NONE" + line);
            }
            assertThat(lines(text.toString(), random)).isEqualTo(expected);
        }
    }

    private static List<String> lines(String text, Random random) {
        List<String> lines = new ArrayList<>();
        CommandReader reader = new CommandReader(false);
        ByteBuffer input = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (input.position() < input.capacity()) {
            input.limit(Math.min(input.capacity(), input.position() + 1 + random.nextInt(700)));
            Optional<CommandReader.Line> line = reader.read(input);
            line.ifPresent(l -> lines.add(l.fault() + new String(l.octets(), StandardCharsets.US_ASCII)));
        }
        return lines;
    }

    private static Command parse(String line) {
        return CommandParser.parse(line.getBytes(StandardCharsets.UTF_8));
    }
}
