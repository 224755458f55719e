package org.etrngateway.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderScanTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "plain text, plain text",
                "=?utf-8?q?J=C3=B6rg_x?=, Jörg x",
                "=?UTF-8?B?SsO2cmc=?=, Jörg",
                "=?utf-8*de?q?J=C3=B6rg?=, Jörg",
                "=?iso-8859-1?Q?J=F6rg?= and more, Jörg and more",
                "a =?utf-8?q?b?= =?utf-8?q?c?= d, a bc d",
                "=?utf-8?q?=C3?= =?utf-8?q?=B6?=, ö",
                "=?utf-8?q?a?= x =?utf-8?q?b?=, a x b",
                "=?nowhere?q?a?=, =?nowhere?q?a?=",
                "=?utf-8?q?a=4?=, =?utf-8?q?a=4?=",
                "=?utf-8?b?!!!?=, =?utf-8?b?!!!?=",
                "=?utf-8?x?a?=, =?utf-8?x?a?=",
                "=?utf-8?q?a=0D=0ABcc:_x=1B[2J?=, aBcc: x[2J",
            })
    void decodesTheSubject(String field, String expected) {
        assertThat(scan("Subject: " + field + "\r\n\r\n").subject()).isEqualTo(expected);
    }

    @Test
    void readsFoldedAndRawSubjects() {
        assertThat(scan("X: 1\r\nsubject : a\r\n\tb\r\nTo: x\r\n\r\nSubject: no\r\n")
                        .subject())
                .isEqualTo("a b");
        assertThat(scan("Subject: Jörg\r\n\r\n").subject()).isEqualTo("Jörg");
        assertThat(scan("Subject: one\r\nSubject: two\r\n\r\n").subject()).isEqualTo("one");
        assertThat(scan("\r\nSubject: body\r\n").subject()).isEmpty();
    }

    @Test
    void cutsALongSubject() {
        assertThat(scan("Subject: " + "ö".repeat(3000) + "\r\n").subject()).hasSize(200);
        assertThat(scan("Subject: " + "x".repeat(100_000) + "\r\n").subject()).hasSize(200);
    }

    @Test
    void countsHopsInTheHeaderOnly() {
        String header = "Received: a\r\n b\r\nReceived-SPF: x\r\nRECEIVED : c\r\nX: Received: d\r\n\r\nReceived: e\r\n";
        assertThat(scan(header).received()).isEqualTo(2);
    }

    private static HeaderScan scan(String text) {
        HeaderScan scan = new HeaderScan();
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        for (byte octet : octets) {
            scan.scan(ByteBuffer.wrap(new byte[] {octet}));
        }
        return scan;
    }
}
