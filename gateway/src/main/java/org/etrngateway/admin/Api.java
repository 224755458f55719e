package org.etrngateway.admin;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;

import io.javalin.http.Context;
import io.javalin.http.sse.SseHandler;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.history.Period.Span;

/**
 * The routes of the HTTP interface, in one table: what, where, and who may. A route that names a site, in its path or
 * in its query, is for those who may see that site. Thread-safe.
 */
final class Api {
    static final String SESSION = "/api/v1/session";
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    private final Operations operations;
    private final TokensFile tokens;
    private final Gate gate;
    private final FlushStream stream;

    Api(Operations operations, TokensFile tokens, Gate gate, FlushStream stream) {
        this.operations = operations;
        this.tokens = tokens;
        this.gate = gate;
        this.stream = stream;
    }

    List<Route> routes() {
        return List.of(
                new Route(GET, SESSION, Role.SITE, (context, by) -> context.json(SessionView.of(by))),
                new Route(DELETE, SESSION, Role.SITE, this::logout),
                new Route(GET, "/api/v1/sites", Role.SITE, this::sites),
                new Route(GET, "/api/v1/messages", Role.SITE, this::messages),
                new Route(GET, "/api/v1/history", Role.SITE, this::history),
                new Route(GET, "/api/v1/statistics", Role.SITE, this::statistics),
                new Route(GET, "/api/v1/alerts", Role.SITE, this::alerts),
                new Route(GET, "/api/v1/windows", Role.SITE, this::windows),
                new Route(GET, "/api/v1/flushes", Role.SITE, this::flushes),
                new Route(GET, "/api/v1/sites/{site}/flush/events", Role.SITE, this::events),
                new Route(POST, "/api/v1/sites/{site}/flush", Role.SITE, this::flush),
                new Route(POST, "/api/v1/sites/{site}/pause", Role.OPERATOR, this::pause),
                new Route(POST, "/api/v1/sites/{site}/resume", Role.OPERATOR, this::resume),
                new Route(POST, "/api/v1/sites/{site}/messages/{id}/release", Role.OPERATOR, this::release),
                new Route(GET, "/api/v1/queue", Role.OPERATOR, (context, by) -> context.json(operations.queue())),
                new Route(GET, "/api/v1/tokens", Role.ADMIN, this::tokens));
    }

    private void logout(Context context, Admitted by) {
        gate.logout(context, by);
        context.status(204);
    }

    private void sites(Context context, Admitted by) {
        context.json(operations.sites().stream()
                .filter(site -> by.principal().sees(site.site()))
                .toList());
    }

    private void flushes(Context context, Admitted by) {
        context.json(operations.flushes().stream()
                .filter(flush -> by.principal().sees(flush.site()))
                .toList());
    }

    private void messages(Context context, Admitted by) {
        int limit = limit(context);
        Optional<MessageId> after =
                Optional.ofNullable(context.queryParam("after")).map(MessageId::parse);
        context.json(operations.messages(asked(context, by), after, limit));
    }

    private void history(Context context, Admitted by) {
        int limit = limit(context);
        String before = context.queryParam("before");
        if (before != null && !before.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("before is the next of an earlier page");
        }
        OptionalLong key = before == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(before));
        context.json(operations.history(asked(context, by), key, limit));
    }

    /** What is amiss with the gateway as a whole is for those who see all of it. */
    private void alerts(Context context, Admitted by) {
        context.json(operations.alerts().stream()
                .filter(alert -> alert.site()
                        .map(by.principal()::sees)
                        .orElse(by.principal().site().isEmpty()))
                .toList());
    }

    private void statistics(Context context, Admitted by) {
        String each = Optional.ofNullable(context.queryParam("by")).orElse("day");
        Span span = switch (each) {
            case "hour" -> Span.HOUR;
            case "day" -> Span.DAY;
            default -> throw new IllegalArgumentException("by is hour or day");
        };
        context.json(operations.statistics(asked(context, by), span, limit(context)));
    }

    private void windows(Context context, Admitted by) {
        context.json(operations.windows(asked(context, by), limit(context)));
    }

    private void events(Context context, Admitted by) {
        String site = named(context, by);
        // Before the answer has begun: in the midst of events there is no status to say that there is no such site.
        Optional<FlushView> unused = operations.flushOf(site);
        new SseHandler(client -> stream.listen(client, site, by.still())).handle(context);
    }

    private void flush(Context context, Admitted by) {
        context.json(operations.flush(named(context, by), by.by()));
    }

    private void pause(Context context, Admitted by) {
        operations.pause(named(context, by), by.by());
        context.status(204);
    }

    private void resume(Context context, Admitted by) {
        operations.resume(named(context, by), by.by());
        context.status(204);
    }

    private void release(Context context, Admitted by) {
        operations.release(named(context, by), MessageId.parse(context.pathParam("id")), by.by());
        context.status(204);
    }

    private void tokens(Context context, Admitted by) {
        context.json(tokens.principals().stream().map(Holder::of).toList());
    }

    /** Who has a token. */
    record Holder(String name, String role, Optional<String> site) {
        static Holder of(Principal principal) {
            return new Holder(
                    principal.name().name(),
                    principal.role().word(),
                    principal.site().map(SiteName::name));
        }
    }

    private static String named(Context context, Admitted by) {
        return by.principal().scope(Optional.of(context.pathParam("site"))).orElseThrow();
    }

    private static Optional<String> asked(Context context, Admitted by) {
        return by.principal().scope(Optional.ofNullable(context.queryParam("site")));
    }

    private static int limit(Context context) {
        String text = context.queryParam("limit");
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
}
