package org.etrngateway.alert;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells by posting JSON, with a few attempts if that fails; then it is left to the log. Whatever stands behind the host may
 * be a secret, and is not logged. Thread-safe.
 */
public final class Webhook implements Messenger {
    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final List<Duration> AGAIN =
            List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5));

    private final DomainName hostname;
    private final Supplier<Optional<URI>> url;
    private final BiConsumer<Runnable, Duration> later;
    private final JsonMapper mapper = JsonMapper.builder().build();
    /** Made when it is needed first, for it has threads of its own. */
    private Optional<HttpClient> client = Optional.empty();

    /**
     * @param hostname who tells
     * @param url where to; asked anew for each message
     * @param workers where further attempts begin
     */
    public Webhook(DomainName hostname, Supplier<Optional<URI>> url, ScheduledExecutorService workers) {
        this(hostname, url, (task, delay) -> {
            ScheduledFuture<?> unused = workers.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    Webhook(DomainName hostname, Supplier<Optional<URI>> url, BiConsumer<Runnable, Duration> later) {
        this.hostname = hostname;
        this.url = url;
        this.later = later;
    }

    /** The message. Its names are an interface. */
    private record Message(String gateway, String at, List<Event> alerts) {}

    /**
     * @param state begun or over
     * @param site null: it is the gateway as a whole
     */
    private record Event(String state, String condition, String site, String since, String text) {
        static Event of(String state, Alert alert) {
            return new Event(
                    state,
                    alert.condition().word(),
                    alert.site().map(SiteName::name).orElse(null),
                    alert.since().toString(),
                    alert.text());
        }
    }

    @Override
    public void tell(News news) {
        url.get().ifPresent(to -> {
            List<Event> events = Stream.concat(
                            news.begun().stream().map(alert -> Event.of("begun", alert)),
                            news.over().stream().map(alert -> Event.of("over", alert)))
                    .toList();
            String body = mapper.writeValueAsString(
                    new Message(hostname.toString(), news.at().toString(), events));
            post(to, body, 0);
        });
    }

    private void post(URI to, String body, int failures) {
        HttpRequest request = HttpRequest.newBuilder(to)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("User-Agent", "etrn-gateway")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        var unused = client().sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .whenComplete((response, fault) -> {
                    if (fault != null || response.statusCode() / 100 != 2) {
                        failed(
                                to,
                                body,
                                failures,
                                fault == null ? "it answers " + response.statusCode() : reason(fault));
                    }
                });
    }

    private synchronized HttpClient client() {
        if (client.isEmpty()) {
            client = Optional.of(HttpClient.newBuilder().connectTimeout(LIMIT).build());
        }
        return client.get();
    }

    private void failed(URI to, String body, int failures, String reason) {
        boolean again = failures < AGAIN.size();
        LOG.warn(
                "the webhook at {} was not told of alerts{}: {}",
                to.getHost(),
                again ? ", it will be tried again" : "",
                reason);
        if (again) {
            later.accept(() -> post(to, body, failures + 1), AGAIN.get(failures));
        }
    }

    /** The JDK's messages may have the whole address. */
    private static String reason(Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return cause.getClass().getSimpleName();
    }
}
