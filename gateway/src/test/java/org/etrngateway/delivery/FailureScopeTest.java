package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.etrngateway.queue.Outcome;
import org.etrngateway.smtp.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureScopeTest {
    @ParameterizedTest
    @CsvSource({
        "250, 2.0.0, NONE, DELIVERED",
        "250, '', NONE, DELIVERED",
        "421, '', SITE, DEFERRED",
        "421, 4.7.0, SITE, DEFERRED",
        "450, 4.2.1, RECIPIENT, DEFERRED",
        "451, '', RECIPIENT, DEFERRED",
        "451, 4.3.0, RECIPIENT, DEFERRED",
        "452, 4.3.1, SITE, DEFERRED",
        "451, 4.3.2, SITE, DEFERRED",
        "451, 4.3.5, RECIPIENT, DEFERRED",
        "451, 4.4.1, SITE, DEFERRED",
        "452, 4.2.2, RECIPIENT, DEFERRED",
        "452, 4.5.3, SESSION, DEFERRED",
        "503, 5.5.1, SITE, DEFERRED",
        "530, 5.7.0, SITE, DEFERRED",
        "354, '', RECIPIENT, DEFERRED",
        "550, '', RECIPIENT, FAILED",
        "550, 5.1.1, RECIPIENT, FAILED",
        "554, 5.3.2, RECIPIENT, FAILED",
        "554, 5.4.6, RECIPIENT, FAILED",
    })
    void eachReplyHasAScope(int code, String enhanced, FailureScope scope, Outcome.Kind kind) {
        Reply reply = Reply.of(code, enhanced, "text");
        assertThat(FailureScope.of(reply)).isEqualTo(scope);
        assertThat(FailureScope.outcome(reply)).isEqualTo(kind);
    }
}
