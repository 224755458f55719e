package org.etrngateway.admin;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;

/**
 * A line of the table of routes.
 *
 * @param least the least role that may take it
 */
record Route(HandlerType method, String path, Role least, Contract contract, Action action) {
    /** What a request leads to, once it is known who asks and that he may. */
    @FunctionalInterface
    interface Action {
        void answer(Context context, Admitted by);
    }

    /** A route for everybody, who need not say who he is. */
    record Open(HandlerType method, String path, Contract contract, Reply reply) {}

    /** What a request of anybody leads to. */
    @FunctionalInterface
    interface Reply {
        void answer(Context context);
    }

    boolean changes() {
        return method.equals(HandlerType.POST) || method.equals(HandlerType.DELETE);
    }
}
