package org.etrngateway.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.etrngateway.queue.MemoryContent;
import org.junit.jupiter.api.Test;

/** What is found in messages, honest ones and others. */
class PartsTest {
    private static final String[] MIXED = {
        "Subject: x",
        "Content-Type: multipart/mixed; boundary=\"out\"",
        "",
        "for old readers",
        "--out",
        "Content-Type: multipart/alternative; boundary=in",
        "",
        "--in",
        "Content-Type: text/html; charset=utf-8",
        "",
        "<p>page</p>",
        "--in",
        "Content-Type: text/plain; charset=iso-8859-15",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "5 =A4",
        "--in--",
        "--out  ",
        "Content-Type: application/pdf; name=\"=?utf-8?Q?Rechnung_=C3=BC.pdf?=\"",
        "Content-Disposition: attachment",
        "",
        "12345678",
        "--out--",
        "epilogue"
    };

    private static List<String> shown(Parts parts) {
        return parts.parts().stream()
                .map(part -> part.path() + " " + part.depth() + " " + part.type() + " " + part.size()
                        + part.name().map(name -> " " + name).orElse(""))
                .toList();
    }

    private static String text(String... lines) throws IOException {
        return Parts.of(Octets.of(lines)).text().orElseThrow().text();
    }

    @Test
    void aTreeHasItsPlacesTypesNamesAndSizes() throws IOException {
        Parts parts = Parts.of(Octets.of(MIXED));
        assertThat(shown(parts))
                .satisfiesExactly(
                        whole -> assertThat(whole).startsWith("1 0 multipart/mixed "),
                        inner -> assertThat(inner).startsWith("1.1 1 multipart/alternative "),
                        html -> assertThat(html).isEqualTo("1.1.1 2 text/html 11"),
                        plain -> assertThat(plain).isEqualTo("1.1.2 2 text/plain 5"),
                        pdf -> assertThat(pdf).isEqualTo("1.2 1 application/pdf 8 Rechnung ü.pdf"));
        assertThat(parts.parts().get(4).disposition()).contains("attachment");
        assertThat(parts.complete()).isTrue();
    }

    @Test
    void plainTextIsShownRatherThanThePageBeforeIt() throws IOException {
        assertThat(Parts.of(Octets.of(MIXED)).text()).contains(new Excerpt("1.1.2", "text/plain", "5 €", true));
    }

    @Test
    void itIsTheSameInPiecesOfAnySize() throws IOException {
        byte[] octets = Octets.bytes(MIXED);
        Parts whole = Parts.of(new MemoryContent(octets));
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int turn = 0; turn < 50; turn++) {
            PartScan scan = new PartScan();
            int at = 0;
            while (at < octets.length) {
                int length = Math.min(octets.length - at, 1 + random.nextInt(40));
                assertThat(scan.scan(ByteBuffer.wrap(octets, at, length))).isTrue();
                at += length;
            }
            assertThat(scan.end()).as("seed %d", seed).isEqualTo(whole);
        }
    }

    @Test
    void aMessageWithoutMimeIsOneText() throws IOException {
        Parts parts = Parts.of(Octets.of("Subject: x", "", "hello", "--not a boundary", "bye"));
        assertThat(shown(parts)).containsExactly("1 0 text/plain 30");
        assertThat(parts.text().orElseThrow().text()).isEqualTo("hello\n--not a boundary\nbye");
    }

    @Test
    void aMessageInAMessageHasPartsOfItsOwn() throws IOException {
        Parts parts = Parts.of(Octets.of(
                "Content-Type: multipart/report; boundary=b",
                "",
                "--b",
                "",
                "It failed.",
                "--b",
                "Content-Type: message/rfc822",
                "",
                "Subject: returned",
                "Content-Type: multipart/mixed; boundary=c",
                "",
                "--c",
                "",
                "inner",
                "--b--"));
        assertThat(shown(parts).stream().map(part -> part.replaceFirst(" \\d+$", "")))
                .containsExactly(
                        "1 0 multipart/report",
                        "1.1 1 text/plain",
                        "1.2 1 message/rfc822",
                        "1.2.1 2 multipart/mixed",
                        "1.2.1.1 3 text/plain");
        assertThat(parts.text().orElseThrow().text()).isEqualTo("It failed.");
    }

    @Test
    void aPageLosesItsMarksAndItsScripts() throws IOException {
        assertThat(text(
                        "Content-Type: text/html",
                        "",
                        "<html><head><title>t</title><style>p{}</style></head><body>",
                        "<script>alert('<p>')</script><!-- > --><p>One &lt;b&gt; &amp; <b>two</b> &#8364; &#x20AC;</p>",
                        "<div>three&nbsp;&unknown; & four</div><img src=x onerror=alert(1)> five<"))
                .isEqualTo("One <b> & two € €\n\nthree &unknown; & four\nfive");
    }

    @Test
    void whatNamesNoCharsetThatThereIsIsShownOctetForOctet() throws IOException {
        assertThat(text("Content-Type: text/plain; charset=\"no such\"", "", "caf\u00e9"))
                .isEqualTo("café");
        assertThat(text("Content-Type: text/plain; charset=x-klingon", "", "caf\u00e9"))
                .isEqualTo("café");
        assertThat(text("Content-Type: text/plain; charset=ISO-2022-CN", "", "caf"))
                .isEqualTo("caf");
    }

    @Test
    void whatMovesACursorIsNotShown() throws IOException {
        assertThat(text("", "a\u001b[31mb\u0000\u0007c\td")).isEqualTo("a[31mbc\td");
    }

    @Test
    void brokenEncodingsShowWhatCameBefore() throws IOException {
        String encoded = Base64.getEncoder().encodeToString("hello world".getBytes(StandardCharsets.US_ASCII));
        assertThat(text("Content-Transfer-Encoding: BASE64", "", encoded.substring(0, 9)))
                .startsWith("hello");
        assertThat(text("Content-Transfer-Encoding: x-uuencode", "", "as it stands"))
                .isEqualTo("as it stands");
    }

    @Test
    void nestingEndsWhereNobodyLooksAnyMore() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int depth = 0; depth < 1000; depth++) {
            lines.add("Content-Type: multipart/mixed; boundary=b" + depth);
            lines.add("");
            lines.add("--b" + depth);
        }
        Parts parts = Parts.of(Octets.of(lines.toArray(String[]::new)));
        assertThat(parts.parts()).hasSize(PartScan.DEEPEST + 1);
        assertThat(parts.complete()).isFalse();
    }

    @Test
    void messagesInMessagesEndThere() throws IOException {
        String[] lines = "Content-Type: message/rfc822,,".repeat(1000).split(",", -1);
        Parts parts = Parts.of(Octets.of(lines));
        assertThat(parts.parts()).hasSize(PartScan.DEEPEST + 1);
        assertThat(parts.complete()).isFalse();
    }

    @Test
    void aMillionEmptyPartsAreTwoHundred() throws IOException {
        String head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
        byte[] octets = (head + "--b\r\n".repeat(1_000_000)).getBytes(StandardCharsets.US_ASCII);
        Parts parts = Parts.of(new MemoryContent(octets));
        assertThat(parts.parts()).hasSize(PartScan.MOST_PARTS);
        assertThat(parts.complete()).isFalse();
    }

    @Test
    void aHeaderWithoutEndIsReadAsFarAsItMatters() throws IOException {
        String head = "Content-Type: text/html; name=first\r\n";
        byte[] octets = (head + "X: " + "y".repeat(3_000_000)).getBytes(StandardCharsets.US_ASCII);
        Parts parts = Parts.of(new MemoryContent(octets));
        assertThat(shown(parts)).containsExactly("1 0 text/html 0 first");
        assertThat(parts.complete()).isFalse();
    }

    @Test
    void aTextOfOneEndlessLineIsCut() throws IOException {
        byte[] octets = ("\r\n" + "z".repeat(3_000_000)).getBytes(StandardCharsets.US_ASCII);
        Excerpt text = Parts.of(new MemoryContent(octets)).text().orElseThrow();
        assertThat(text.text()).isEqualTo("z".repeat(TextBody.MOST_CHARACTERS));
        assertThat(text.complete()).isFalse();
    }

    @Test
    void aPageOfNothingButOpeningsEnds() throws IOException {
        byte[] octets =
                ("Content-Type: text/html\r\n\r\n" + "<&<!--&#".repeat(8000)).getBytes(StandardCharsets.US_ASCII);
        assertThat(Parts.of(new MemoryContent(octets)).text()).isPresent();
    }

    @Test
    void noiseIsNoFault() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] bits = {
            "Content-Type: ",
            "multipart/mixed; boundary=b",
            "message/rfc822",
            "text/html",
            "\r\n",
            "\r\n\r\n",
            "--b",
            "--",
            "\"",
            ";",
            "=?utf-8?Q?",
            "charset=",
            "\u0000",
            "&#",
            "<",
            "base64",
            "Content-Transfer-Encoding: "
        };
        for (int turn = 0; turn < 2000; turn++) {
            StringBuilder text = new StringBuilder();
            for (int bit = random.nextInt(60); bit > 0; bit--) {
                text.append(bits[random.nextInt(bits.length)]);
            }
            Parts parts = Parts.of(new MemoryContent(text.toString().getBytes(StandardCharsets.ISO_8859_1)));
            assertThat(parts.parts()).as("seed %d turn %d", seed, turn).isNotEmpty();
        }
    }
}
