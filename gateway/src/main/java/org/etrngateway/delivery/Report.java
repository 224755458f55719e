package org.etrngateway.delivery;

/** What a notice about recipients of a message says of all of them (RFC 3464 §2.3.3). */
enum Report {
    /** Given up. */
    FAILED(
            "failed",
            "5.0.0",
            "Undelivered mail returned to sender",
            "could not be delivered to the recipients below. It will not be tried again."),
    /** Handed to a server that tells nothing of what comes of it: who wanted to know of success hears this. */
    RELAYED(
            "relayed",
            "2.0.0",
            "Your message was passed on",
            "was passed on to the mail system of the recipients below, which sends no notices of delivery.\r\n"
                    + "You may hear no more of it.");

    private final String action;
    private final String status;
    private final String subject;
    private final String sentence;

    Report(String action, String status, String subject, String sentence) {
        this.action = action;
        this.status = status;
        this.subject = subject;
        this.sentence = sentence;
    }

    String action() {
        return action;
    }

    /** The enhanced code where a reply has none. */
    String status() {
        return status;
    }

    String subject() {
        return subject;
    }

    /** Goes on behind "Your message of …". */
    String sentence() {
        return sentence;
    }

    /** True if RET=FULL is heeded: of a success only the headers are returned (RFC 3461 §4.3). */
    boolean mayReturnAll() {
        return this == FAILED;
    }
}
