package org.etrngateway.admin;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static org.etrngateway.admin.Contract.says;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.etrngateway.address.SiteName;
import org.etrngateway.metrics.Exposition;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The routes of the HTTP interface, in one table: what, where, and who may. A route that names a site, in its path or
 * in its query, is for those who may see that site. Thread-safe.
 */
final class Api {
    private static final String SESSION = "/api/v1/session";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Contract LOGIN = says("Opens a login")
            .reads(Credential.class)
            .refuses(Refusal.STRANGER, Refusal.TOO_OFTEN, Refusal.UNREADY)
            .gives(SessionView.class);
    private static final Contract DOCUMENT = says("This document").givesObject();
    private static final Contract LIVE = says("Whether the process answers").gives(Health.class);
    private static final Contract READY = says("Whether mail is taken now; 503 if it is not")
            .gives(Health.class)
            .or(503);
    private static final Contract HISTORY = says("What happened, the latest first")
            .takes(Parameter.SITE, Parameter.KIND, Parameter.BEFORE, Parameter.LIMIT)
            .gives(HistoryView.class);
    private static final Contract STATISTICS =
            says("What came and went, the latest period first; of all sites together")
                    .takes(Parameter.SITE, Parameter.BY, Parameter.LIMIT)
                    .givesMany(StatisticsView.class);
    private static final Contract ALERTS = says("What is amiss now").givesMany(AlertView.class);
    private static final Contract FLUSHES = says("The flushes that run").givesMany(FlushView.class);
    private static final Contract FLUSH =
            says("Releases all mail of the site now").takes(Parameter.WHY).gives(FlushAnswer.class);
    private static final Contract QUEUE = says("How the queue is").gives(QueueView.class);
    private static final Contract TOKENS = says("Who has a token").givesMany(Holder.class);
    private static final Contract METRICS =
            says("Figures in the text format of Prometheus").givesMedia("text/plain");

    private final Operations operations;
    private final SiteRoutes sites;
    private final MessageRoutes messages;
    private final DoctorRoutes doctor;
    private final TransferRoutes transfers;
    private final TokensFile tokens;
    private final Gate gate;
    private final Supplier<String> figures;

    Api(Offer offer, TokensFile tokens, Gate gate, EventStreams streams) {
        this.operations = offer.operations();
        this.sites = new SiteRoutes(operations, streams);
        this.messages = new MessageRoutes(operations, offer.mail());
        this.doctor = new DoctorRoutes(offer.doctor());
        this.transfers = new TransferRoutes(operations, offer.transfers());
        this.tokens = tokens;
        this.gate = gate;
        this.figures = offer.figures();
    }

    /** What needs no token. */
    List<Route.Open> open() {
        return List.of(
                new Route.Open(POST, SESSION, LOGIN, this::login),
                new Route.Open(GET, "/api/v1/openapi.json", DOCUMENT, context -> context.json(document())),
                new Route.Open(GET, "/health/live", LIVE, context -> health(context, Health.UP)),
                new Route.Open(GET, "/health/ready", READY, context -> health(context, operations.health())));
    }

    List<Route> routes() {
        // Those with a word in their path before those with a name for any word.
        return Stream.of(ours(), sites.routes(), transfers.routes(), messages.routes(), doctor.routes())
                .flatMap(List::stream)
                .toList();
    }

    private List<Route> ours() {
        return List.of(
                new Route(
                        GET,
                        SESSION,
                        Role.SITE,
                        says("Who the token or login is of").gives(SessionView.class),
                        (context, by) -> context.json(SessionView.of(by))),
                new Route(DELETE, SESSION, Role.SITE, says("Ends the login"), this::logout),
                new Route(GET, "/api/v1/history", Role.SITE, HISTORY, this::history),
                new Route(GET, "/api/v1/statistics", Role.SITE, STATISTICS, this::statistics),
                new Route(GET, "/api/v1/alerts", Role.SITE, ALERTS, this::alerts),
                new Route(GET, "/api/v1/flushes", Role.SITE, FLUSHES, this::flushes),
                new Route(POST, "/api/v1/sites/{site}/flush", Role.SITE, FLUSH, this::flush),
                new Route(
                        POST,
                        "/api/v1/sites/{site}/pause",
                        Role.OPERATOR,
                        says("Lets no flush of the site start").takes(Parameter.WHY),
                        this::pause),
                new Route(
                        POST,
                        "/api/v1/sites/{site}/resume",
                        Role.OPERATOR,
                        says("Ends a pause").takes(Parameter.WHY),
                        this::resume),
                new Route(
                        GET, "/api/v1/queue", Role.OPERATOR, QUEUE, (context, by) -> context.json(operations.queue())),
                new Route(GET, "/api/v1/tokens", Role.ADMIN, TOKENS, this::tokens),
                new Route(GET, "/metrics", Role.MONITOR, METRICS, this::metrics));
    }

    private Map<String, Object> document() {
        return OpenApi.document(routes(), open(), "1");
    }

    private static void health(Context context, Health health) {
        context.status(health.isUp() ? 200 : 503).json(health);
    }

    private void metrics(Context context, Admitted by) {
        context.contentType(Exposition.TYPE).result(figures.get());
    }

    private void login(Context context) {
        try {
            String token = JSON.readTree(context.body()).path("token").asString("");
            context.json(SessionView.of(gate.login(context, token)));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("expected {\"token\": \"…\"}", e);
        }
    }

    private void logout(Context context, Admitted by) {
        gate.logout(context, by);
        context.status(204);
    }

    private void flushes(Context context, Admitted by) {
        context.json(operations.flushes().stream()
                .filter(flush -> by.principal().sees(flush.site()))
                .toList());
    }

    private void history(Context context, Admitted by) {
        Query query = new Query(context);
        context.json(operations
                .history(query.site(by), query.kind(), query.before(), query.limit())
                .seenBy(by.principal()));
    }

    private void alerts(Context context, Admitted by) {
        context.json(operations.alerts().stream().filter(by.principal()::sees).toList());
    }

    private void statistics(Context context, Admitted by) {
        Query query = new Query(context);
        context.json(operations.statistics(query.site(by), query.span(), query.limit()));
    }

    private void flush(Context context, Admitted by) {
        context.json(operations.flush(Query.named(context, by), new Query(context).warrant(by)));
    }

    private void pause(Context context, Admitted by) {
        operations.pause(Query.named(context, by), new Query(context).warrant(by));
        context.status(204);
    }

    private void resume(Context context, Admitted by) {
        operations.resume(Query.named(context, by), new Query(context).warrant(by));
        context.status(204);
    }

    private void tokens(Context context, Admitted by) {
        context.json(tokens.principals().stream().map(Holder::of).toList());
    }

    /** What a login shows. */
    record Credential(String token) {}

    /** Who has a token. */
    record Holder(String name, String role, Optional<String> site) {
        static Holder of(Principal principal) {
            return new Holder(
                    principal.name().name(),
                    principal.role().word(),
                    principal.site().map(SiteName::name));
        }
    }
}
