package org.etrngateway.admin;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.etrngateway.account.AccountsException;
import org.etrngateway.address.HostAddress;
import org.etrngateway.console.Asset;
import org.etrngateway.console.Console;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP interface: the console's pages at the root, and what they and programs ask under {@code /api/v1}. A request
 * is first received by the {@link Gate}, then goes where the table of {@link Api} says. Errors are problem details
 * (RFC 9457).
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final int THREADS = 8;
    private static final long MAX_BODY = 4096;

    private final Path data;
    private final Javalin javalin;
    private final EventStreams streams = new EventStreams();
    private final HostAddress bind;
    private final Gate gate;
    private final Api api;

    /**
     * Opens the port and writes the access file.
     *
     * @param data the folder for it
     * @param tokens of those who may besides; need not exist
     * @throws IOException if either cannot be done
     */
    public AdminServer(Offer offer, HostAddress bind, Path data, TokensFile tokens, Clock clock) throws IOException {
        this.bind = bind;
        this.data = data;
        String token = AccessFile.newToken();
        this.gate = new Gate(token, tokens, this::isOurs, clock);
        this.api = new Api(offer, tokens, gate, streams);
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
        config.http.maxRequestSize = MAX_BODY;
        config.http.prefer405over404 = true;
        config.jetty.threadPool = new QueuedThreadPool(THREADS, 2);
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        // Twice, so that a body which is too large is known to be.
        config.jetty.modifyServer(server -> Intake.guard(server, 2 * MAX_BODY));
        config.jsonMapper(new Json());
        config.routes.before(gate::receive);
        for (Route.Open route : api.open()) {
            config.routes.addHttpHandler(route.method(), route.path(), context -> {
                check(context, route.contract());
                route.reply().answer(context);
            });
        }
        for (Route route : api.routes()) {
            config.routes.addHttpHandler(route.method(), route.path(), context -> {
                Admitted by = gate.admit(context, route);
                check(context, route.contract());
                route.action().answer(context, by);
            });
        }
        for (Asset asset : Console.assets()) {
            config.routes.get(asset.path(), context -> serve(context, asset));
        }
        refusals(config);
    }

    /** Another page may post text or a form without asking first, but nothing else. */
    private static void check(Context context, Contract contract) {
        contract.check(context.queryParamMap().keySet());
        contract.body().map(Contract.Body::media).ifPresent(media -> {
            if (!is(media, context.contentType())) {
                throw new HttpResponseException(415, "the body is " + media + ": say so in the header Content-Type");
            }
        });
    }

    private static boolean is(String media, String type) {
        return type != null && type.replaceFirst("\\s*;.*", "").equalsIgnoreCase(media);
    }

    private static void refusals(JavalinConfig config) {
        config.routes.exception(
                HttpResponseException.class, (e, context) -> Problem.answer(context, e.getStatus(), e.getMessage()));
        config.routes.exception(
                UnknownSiteException.class, (e, context) -> Problem.answer(context, 404, e.getMessage()));
        config.routes.exception(
                UnknownMessageException.class, (e, context) -> Problem.answer(context, 404, e.getMessage()));
        config.routes.exception(
                MessageChangedException.class, (e, context) -> Problem.answer(context, 412, e.getMessage()));
        config.routes.exception(
                MessageInFlightException.class, (e, context) -> Problem.answer(context, 409, e.getMessage()));
        config.routes.exception(FlushRunsException.class, (e, context) -> Problem.answer(context, 409, e.getMessage()));
        config.routes.exception(
                IllegalArgumentException.class, (e, context) -> Problem.answer(context, 400, e.getMessage()));
        // The client has hung up: nobody hears the answer.
        config.routes.exception(
                EofException.class, (e, context) -> Problem.answer(context, 400, "the request ended early"));
        config.routes.exception(AccountsException.class, (e, context) -> {
            log.error("{}", e.getMessage());
            Problem.answer(context, 503, "the file of tokens cannot be read; the gateway's log says why");
        });
        config.routes.exception(Exception.class, (e, context) -> {
            log.atError().setCause(e).addKeyValue("path", context.path()).log("request failed");
            Problem.answer(context, 500, "the gateway could not do it; its log says more");
        });
    }

    private static void serve(Context context, Asset asset) {
        // Kept, but asked for each time: after an upgrade nobody sees an old page with a new interface.
        context.header("Cache-Control", "no-cache").header("ETag", asset.tag());
        if (asset.tag().equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            context.contentType(asset.type()).result(asset.octets());
        }
    }

    /** Under whatever port: a tunnel has one of its own, and a page that is made to lead here has its own name. */
    private boolean isOurs(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d{1,5}$", "");
        return Stream.of(bind.host(), "localhost", "127.0.0.1", "::1")
                .map(ours -> ours.indexOf(':') < 0 ? ours : "[" + ours + "]")
                .anyMatch(name::equals);
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
        streams.close();
        javalin.stop();
        try {
            AccessFile.delete(data);
        } catch (IOException e) {
            log.warn("the access file stays: {}", e.getMessage());
        }
    }
}
