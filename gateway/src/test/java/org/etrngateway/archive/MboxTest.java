package org.etrngateway.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;
import org.etrngateway.archive.LetterReader.Kind;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.MessageId;
import org.junit.jupiter.api.Test;

/** What is written into an mbox comes out of it again, and so does what others wrote. */
class MboxTest {
    private static Listed listed(String sender, int size) {
        return new Listed(
                new MessageId(7),
                new SiteName("acme"),
                Listed.State.HELD,
                ReversePath.parse(sender),
                List.of(Mailbox.parse("a@acme.example"), Mailbox.parse("b@acme.example")),
                "",
                size,
                Instant.parse("2026-03-01T09:05:06Z"),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                "");
    }

    private static Content content(byte[] octets) {
        return new Content() {
            @Override
            public long size() {
                return octets.length;
            }

            @Override
            public int read(long position, ByteBuffer into) {
                int length = Math.min(into.remaining(), octets.length - (int) position);
                into.put(octets, (int) position, length);
                return length;
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String written(String sender, String... messages) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MboxWriter writer = new MboxWriter(out)) {
            for (String message : messages) {
                writer.add(new Letter(listed(sender, message.length()), content(octets(message))));
            }
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static List<String> read(String file, Kind kind) throws IOException {
        LetterReader reader = new LetterReader(new ByteArrayInputStream(octets(file)), kind);
        List<String> messages = new ArrayList<>();
        while (reader.next()) {
            StringBuilder message = new StringBuilder();
            for (byte[] part = reader.read(); part.length > 0; part = reader.read()) {
                message.append(new String(part, StandardCharsets.ISO_8859_1));
            }
            messages.add(message.toString());
        }
        return messages;
    }

    @Test
    void aMessageHasItsEnvelopeInFrontAndALineBehindIt() throws IOException {
        assertThat(written("ann@sender.example", "Subject: x\r\n\r\nFrom here\r\n>From there\r\nFromage\r\n>\r\n"))
                .isEqualTo("""
                        From ann@sender.example Sun Mar  1 09:05:06 2026
                        Return-Path: <ann@sender.example>
                        X-Original-To: a@acme.example
                        X-Original-To: b@acme.example
                        Subject: x

                        >From here
                        >>From there
                        Fromage
                        >

                        """);
        assertThat(written("", "x\r\n")).startsWith("From MAILER-DAEMON ").contains("Return-Path: <>\n");
        assertThat(written("\"a b\"@sender.example", "x\r\n")).startsWith("From \"a_b\"@sender.example ");
    }

    @Test
    void whatWasWrittenComesOutOctetForOctet() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] bits = {
            "From ", "From", ">", ">From ", "x", " ", "\u00e9", "\r\n", "\r\n", "\r\n\r\n", "y".repeat(9000)
        };
        for (int turn = 0; turn < 300; turn++) {
            String[] messages = new String[1 + random.nextInt(4)];
            for (int i = 0; i < messages.length; i++) {
                StringBuilder message = new StringBuilder("Subject: s\r\n\r\n");
                for (int bit = random.nextInt(30); bit > 0; bit--) {
                    message.append(bits[random.nextInt(bits.length)]);
                }
                messages[i] = message + "\r\n";
            }
            String fields = String.join(
                    "\r\n",
                    "Return-Path: <ann@sender.example>",
                    "X-Original-To: a@acme.example",
                    "X-Original-To: b@acme.example",
                    "");
            assertThat(read(written("ann@sender.example", messages), Kind.MBOX))
                    .as("seed %d turn %d", seed, turn)
                    .isEqualTo(List.of(messages).stream().map(fields::concat).toList());
        }
    }

    @Test
    void whateverEndsLinesIsCrlfThen() throws IOException {
        assertThat(read("a\nb\r\nc\rd", Kind.EML)).containsExactly("a\r\nb\r\nc\r\nd\r\n");
        assertThat(read("From x\r\na\r\n\r\nFrom y\r\nb\r\n\r\n", Kind.MBOX)).containsExactly("a\r\n", "b\r\n");
        assertThat(read("a\r", Kind.EML)).containsExactly("a\r\n");
        assertThat(read("", Kind.EML)).isEmpty();
        assertThat(read("", Kind.MBOX)).isEmpty();
    }

    @Test
    void aMessageAloneIsNotTakenApart() throws IOException {
        String alone = """
                S: x

                From a b

                From c
                >From d


                """;
        assertThat(read(alone, Kind.EML)).containsExactly("S: x\r\n\r\nFrom a b\r\n\r\nFrom c\r\n>From d\r\n\r\n\r\n");
        assertThat(read("From ann@x Sun Mar  1 09:05:06 2026\nS: x\n\n", Kind.EML))
                .containsExactly("S: x\r\n\r\n");
    }

    @Test
    void inAnMboxOnlyALineBehindAnEmptyOneBeginsAMessage() throws IOException {
        assertThat(read("From a\nS: x\n\none\nFrom two\n\n\nFrom b\nthree\n", Kind.MBOX))
                .containsExactly("S: x\r\n\r\none\r\nFrom two\r\n\r\n", "three\r\n");
    }

    @Test
    void theLineBeforeAMessageNamesItsSender() throws IOException {
        LetterReader reader =
                new LetterReader(new ByteArrayInputStream(octets("From ann@x Sun Mar  1\na\n\nFrom \nb\n")), Kind.MBOX);
        assertThat(reader.next()).isTrue();
        assertThat(reader.from()).contains("ann@x");
        assertThat(reader.next()).isTrue();
        assertThat(reader.from()).isEmpty();
        assertThat(reader.next()).isFalse();
    }

    @Test
    void whatIsNoMboxIsSaidToBeNone() {
        assertThatThrownBy(() -> read("Subject: x\n\n", Kind.MBOX))
                .isInstanceOf(NoMboxException.class)
                .hasMessageContaining("does not begin with a line \"From \"");
    }

    @Test
    void whatADeliveryPutInFrontIsReadAndCounted() {
        String fields = "Return-Path: <ann@x>\r\nX-Original-To: a@b\r\nDelivered-To: c@d\r\n";
        LetterHead head = LetterHead.of(octets(fields + "Received: by x\r\nX-Original-To: other@e\r\n\r\n"));
        assertThat(head.sender()).contains("ann@x");
        assertThat(head.recipients()).containsExactly("a@b");
        assertThat(head.length()).isEqualTo(fields.length());
        assertThat(LetterHead.of(octets("Return-path: <>\r\nEnvelope-to: a@b, c@d\r\nDelivery-date: x\r\n\r\n")))
                .isEqualTo(new LetterHead(Optional.of(""), List.of("a@b", "c@d"), 58));
        assertThat(LetterHead.of(octets("Subject: x\r\n")).length()).isZero();
        assertThat(LetterHead.of(octets("")).length()).isZero();
        assertThat(LetterHead.of(octets("Return-Path: <a@b>")).length()).isZero();
        // Folded, it is none of ours.
        assertThat(LetterHead.of(octets("Return-Path:\r\n <a@b>\r\n")).length()).isZero();
    }
}
