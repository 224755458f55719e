package org.etrngateway.admin;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/** Problem details (RFC 9457): what happened, and what now. Immutable. */
record Problem(int status, String title, String detail) {
    static final String TYPE = "application/problem+json";

    static Problem of(int status, String detail) {
        return new Problem(status, HttpStatus.forStatus(status).getMessage(), detail);
    }

    static void answer(Context context, int status, String detail) {
        context.status(status).json(of(status, detail)).contentType(TYPE);
    }
}
