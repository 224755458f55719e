package org.etrngateway.admin;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What comes before a request is ours: connections are counted, a body is there before a thread is given to it, and what
 * cannot be read as HTTP is refused in the words of all other refusals. Slow clients so cost a socket each and nothing
 * else. Stateless.
 */
final class Intake {
    /** Many pages, each with the events of a flush; far below what would leave the listeners of mail without sockets. */
    private static final int CONNECTIONS = 500;

    /** Where there are so many, those that do not speak lose theirs. */
    private static final long CROWDED_IDLE_MS = 1000;

    private Intake() {}

    /**
     * @param mostOfBody octets of a body that is waited for; a larger one is handed on as it comes
     */
    static void guard(Server server, long mostOfBody) {
        NetworkConnectionLimit limit = new NetworkConnectionLimit(CONNECTIONS, server);
        limit.setEndPointIdleTimeout(CROWDED_IDLE_MS);
        server.addBean(limit);
        server.setErrorHandler(new Unreadable());
        server.setHandler(
                new EagerContentHandler(new EagerContentHandler.RetainedContentLoaderFactory(mostOfBody, -1, false)));
    }

    /** Jetty's own page would tell what it is, and why it could not read something. */
    private static final class Unreadable extends ErrorHandler {
        @Override
        protected void generateResponse(
                Request request, Response response, int code, String message, Throwable cause, Callback callback) {
            Gate.HEADERS.forEach(response.getHeaders()::put);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.TYPE);
            String problem = new Json().toJsonString(Problem.of(code, "the request cannot be read"), Problem.class);
            Content.Sink.write(response, true, problem, callback);
        }
    }
}
