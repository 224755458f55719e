package org.etrngateway.admin;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/** Problem details (RFC 9457): what happened, and what now. Immutable. */
record Problem(int status, String title, String detail) {
    static final String TYPE = "application/problem+json";

    static void answer(Context context, int status, String detail) {
        String title = HttpStatus.forStatus(status).getMessage();
        context.status(status).json(new Problem(status, title, detail)).contentType(TYPE);
    }
}
