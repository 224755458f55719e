package org.etrngateway.admin;

import java.util.Locale;

/** Why a request is not answered as it was meant: the statuses of the interface, each with problem details (RFC 9457). */
enum Refusal {
    MALFORMED(400, "The request makes no sense, or its query says what the route does not know."),
    STRANGER(401, "No token, or none that is valid."),
    FORBIDDEN(403, "The role does not allow it, or the login's token against forgery is missing."),
    UNKNOWN(404, "There is nothing of this name, or not for these eyes."),
    BUSY(409, "What it is about is being delivered."),
    CHANGED(412, "It is not any more as the tag in If-Match has it: somebody was faster."),
    TOO_LARGE(413, "The body is larger than the route takes."),
    OTHER_MEDIA(415, "The body is not said to be of the kind that the route takes."),
    MISDIRECTED(421, "The header Host does not name this interface."),
    TOO_OFTEN(429, "Too many requests; the header Retry-After says after how many seconds one will do."),
    FAILED(500, "The gateway could not do it; its log says why."),
    UNREADY(503, "The gateway cannot do it now.");

    private final int status;
    private final String description;

    Refusal(int status, String description) {
        this.status = status;
        this.description = description;
    }

    int status() {
        return status;
    }

    String description() {
        return description;
    }

    /** Its name among the components of the OpenAPI document. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
