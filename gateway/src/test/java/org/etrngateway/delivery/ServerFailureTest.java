package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.etrngateway.queue.Outcome;
import org.etrngateway.smtp.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Permanent replies that say nothing about the message, and so must bounce none. */
class ServerFailureTest {
    @ParameterizedTest
    @CsvSource({"530, 5.7.0, Must issue a STARTTLS command first", "503, 5.5.1, Error: nested MAIL command"})
    void whatTheServerWouldSayToEveryMessageIsFinalForNone(int code, String enhanced, String text) {
        Reply reply = Reply.of(code, enhanced, text);
        assertThat(FailureScope.of(reply)).isEqualTo(FailureScope.SITE);
        assertThat(FailureScope.outcome(reply)).isEqualTo(Outcome.Kind.DEFERRED);
    }
}
