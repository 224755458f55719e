package org.etrngateway.admin;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;

/**
 * A line of the table of routes.
 *
 * @param least the least role that may take it
 */
record Route(HandlerType method, String path, Role least, Action action) {
    /** What a request leads to, once it is known who asks and that he may. */
    @FunctionalInterface
    interface Action {
        void answer(Context context, Admitted by);
    }

    boolean changes() {
        return method.equals(HandlerType.POST) || method.equals(HandlerType.DELETE);
    }
}
