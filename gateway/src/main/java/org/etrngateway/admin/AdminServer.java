package org.etrngateway.admin;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.etrngateway.address.HostAddress;
import org.etrngateway.queue.MessageId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP interface for operators, under {@code /api/v1}. Each request carries the token of the
 * {@link AccessFile}; one whose Host header is not ours is refused before that, for it may come from a web
 * page whose name was made to lead here (DNS rebinding). Errors are problem details (RFC 9457).
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final String PROBLEM = "application/problem+json";
    private static final String EVENTS = "/api/v1/sites/{site}/flush/events";
    private static final String BEARER = "Bearer ";
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;
    private static final int THREADS = 8;

    private final Operations operations;
    private final Path data;
    private final Javalin javalin;
    private final FlushStream stream;
    private final HostAddress bind;
    private final String token = AccessFile.newToken();

    /**
     * Opens the port and writes the access file.
     *
     * @param data the folder for it
     * @throws IOException if either cannot be done
     */
    public AdminServer(Operations operations, HostAddress bind, Path data) throws IOException {
        this.operations = operations;
        this.bind = bind;
        this.data = data;
        this.stream = new FlushStream(operations::flushOf);
        this.javalin = Javalin.create(this::configure);
        try {
            javalin.start(bind.host(), bind.port());
        } catch (RuntimeException e) {
            throw new IOException("the admin interface cannot open " + bind + ": " + rootCause(e), e);
        }
        new AccessFile(token, address()).write(data);
    }

    /** Where it listens. */
    public URI address() {
        return URI.create("http://" + new HostAddress(bind.host(), javalin.port()));
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.threadPool = new QueuedThreadPool(THREADS, 2);
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.jsonMapper(new Json());
        config.routes.before(this::admit);
        config.routes.get("/api/v1/sites", context -> context.json(operations.sites()));
        config.routes.get("/api/v1/queue", context -> context.json(operations.queue()));
        config.routes.get("/api/v1/messages", this::messages);
        config.routes.get("/api/v1/history", this::history);
        config.routes.get("/api/v1/windows", this::windows);
        config.routes.get("/api/v1/flushes", context -> context.json(operations.flushes()));
        // Before the answer has begun: in the midst of events there is no status to say that there is no such site.
        config.routes.before(EVENTS, context -> operations.flushOf(context.pathParam("site")));
        config.routes.sse(EVENTS, client -> stream.listen(client, client.ctx().pathParam("site")));
        config.routes.post(
                "/api/v1/sites/{site}/flush",
                context -> context.json(operations.flush(context.pathParam("site"), by(context))));
        config.routes.post("/api/v1/sites/{site}/pause", context -> {
            operations.pause(context.pathParam("site"), by(context));
            context.status(204);
        });
        config.routes.post("/api/v1/sites/{site}/resume", context -> {
            operations.resume(context.pathParam("site"), by(context));
            context.status(204);
        });
        config.routes.post("/api/v1/sites/{site}/messages/{id}/release", context -> {
            operations.release(context.pathParam("site"), MessageId.parse(context.pathParam("id")), by(context));
            context.status(204);
        });
        config.routes.exception(
                HttpResponseException.class, (e, context) -> problem(context, e.getStatus(), e.getMessage()));
        config.routes.exception(UnknownSiteException.class, (e, context) -> problem(context, 404, e.getMessage()));
        config.routes.exception(IllegalArgumentException.class, (e, context) -> problem(context, 400, e.getMessage()));
        config.routes.exception(Exception.class, (e, context) -> {
            log.atError().setCause(e).addKeyValue("path", context.path()).log("request failed");
            problem(context, 500, "the gateway could not do it; its log says more");
        });
    }

    private void admit(Context context) {
        context.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
        String host = Optional.ofNullable(context.header("Host")).orElse("");
        if (!isOurs(host.toLowerCase(Locale.ROOT))) {
            throw new HttpResponseException(421, "this name is not ours");
        }
        String given = Optional.ofNullable(context.header("Authorization")).orElse("");
        byte[] expected = (BEARER + token).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))) {
            context.header("WWW-Authenticate", "Bearer");
            throw new HttpResponseException(401, "the token of admin.token is needed");
        }
    }

    private boolean isOurs(String host) {
        return Stream.of(bind.host(), "localhost", "127.0.0.1", "::1")
                .map(name -> new HostAddress(name, javalin.port()).toString())
                .anyMatch(host::equals);
    }

    private void messages(Context context) {
        int limit = number(context.queryParam("limit"));
        Optional<MessageId> after =
                Optional.ofNullable(context.queryParam("after")).map(MessageId::parse);
        context.json(operations.messages(Optional.ofNullable(context.queryParam("site")), after, limit));
    }

    private void history(Context context) {
        int limit = number(context.queryParam("limit"));
        String before = context.queryParam("before");
        if (before != null && !before.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("before is the next of an earlier page");
        }
        OptionalLong key = before == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(before));
        context.json(operations.history(Optional.ofNullable(context.queryParam("site")), key, limit));
    }

    private void windows(Context context) {
        int limit = number(context.queryParam("limit"));
        context.json(operations.windows(Optional.ofNullable(context.queryParam("site")), limit));
    }

    private static int number(String text) {
        try {
            int number = text == null ? DEFAULT_LIMIT : Integer.parseInt(text);
            if (number >= 1 && number <= MAX_LIMIT) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("limit is a number from 1 to " + MAX_LIMIT);
    }

    private static String by(Context context) {
        return "operator at " + context.req().getRemoteAddr();
    }

    private static void problem(Context context, int status, String detail) {
        context.status(status)
                .json(Map.of("status", status, "title", "refused", "detail", String.valueOf(detail)))
                .contentType(PROBLEM);
    }

    private static String rootCause(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    @Override
    public void close() {
        stream.close();
        javalin.stop();
        try {
            AccessFile.delete(data);
        } catch (IOException e) {
            log.warn("the access file stays: {}", e.getMessage());
        }
    }
}
