package org.etrngateway.smtp;

/** Carries a refusal from the depth of the grammar to {@link CommandParser#parse}, and no further. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    RefusedException(int code, String enhanced, String text) {
        super(text, null, false, false);
        reply = Reply.of(code, enhanced, text);
    }

    Reply reply() {
        return reply;
    }
}
