package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.etrngateway.admin.ServedDocument.Operation;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.queue.history.HistoryEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route answers as the document that is served says, judged by a validator that others wrote. */
class OpenApiTest {
    @TempDir
    private Path data;

    private final MutableClock clock = new MutableClock();
    private AdminWorld world;
    private ServedDocument document;

    @BeforeEach
    void start() throws Exception {
        world = new AdminWorld(data, clock);
        world.put("x@acme.example", "first");
        HistoryEntry.Work work = new HistoryEntry.Work(1, 2, 3, 4, Duration.ofMillis(1500));
        world.history.record(new HistoryEntry(
                Instant.EPOCH, AdminWorld.ACME, HistoryEntry.Kind.FLUSHED, "ETRN", "192.0.2.1", "well", work));
        document = ServedDocument.of(world);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void whatIsServedIsOpenApi() {
        assertThat(document.root().path("openapi").asString()).isEqualTo("3.1.0");
        assertThat(document.operations())
                .hasSizeGreaterThan(10)
                .allSatisfy(operation ->
                        assertThat(operation.says().path("summary").asString()).isNotEmpty());
    }

    @Test
    void everyRouteAnswersAsTheDocumentSays() throws Exception {
        String token = world.access().token();
        List<String> bodies = new ArrayList<>();
        for (Operation operation : document.operations()) {
            bodies.add(operation.name() + " " + check(operation, token));
        }
        // What was compared was something.
        assertThat(bodies)
                .anyMatch(body -> body.contains("\"subject\":\"first\""))
                .anyMatch(body -> body.contains("\"result\":\"well\""));
    }

    @Test
    void refusalsAreProblemsAsTheDocumentSays() throws Exception {
        for (Operation operation : document.operations()) {
            // Or so many wrong tokens would be too many.
            clock.advance(Duration.ofMinutes(2));
            HttpResponse<Stream<String>> response = world.listen(request(operation, "?not-there=1", "0123"));
            try (Stream<String> lines = response.body()) {
                String body = String.join("\n", lines.toList());
                assertThat(response.statusCode()).as(operation.name()).isIn(400, 401);
                assertThat(media(response)).isEqualTo(Problem.TYPE);
                document.check(operation, operation.name(), response.statusCode(), media(response), body);
            }
        }
    }

    @Test
    void aFilterThatARouteDoesNotKnowIsRefusedAndNotIgnored() throws Exception {
        HttpResponse<String> response = world.send(world.request("/api/v1/messages?sit=acme")
                .header("Authorization", "Bearer " + world.access().token()));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("the query says sit, which this does not know: it knows ", "site", "after", "limit");
    }

    private String check(Operation operation, String token) throws Exception {
        HttpRequest.Builder request = request(operation, "", token);
        if (operation.hasEvents()) {
            try (Stream<String> lines = world.listen(request).body()) {
                return lines.limit(2).reduce("", String::concat);
            }
        }
        HttpResponse<String> response = world.send(request);
        assertThat(Integer.toString(response.statusCode()))
                .as("%s: %s", operation.name(), response.body())
                .isEqualTo(ServedDocument.good(operation));
        document.check(operation, operation.name(), response.statusCode(), media(response), response.body());
        return response.body();
    }

    private static String media(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    }

    private HttpRequest.Builder request(Operation operation, String query, String token) {
        String real = operation
                        .path()
                        .replace("{site}", "acme")
                        .replace("{id}", world.firstId())
                        .replace("{action}", "hold")
                + query;
        if (operation.path().endsWith("/messages/{action}") && query.isEmpty()) {
            real += "?last=" + world.firstId();
        } else if (operation.path().endsWith("/messages/redirect") && query.isEmpty()) {
            real += "?route=192.0.2.9&last=" + world.firstId();
        } else if (operation.path().endsWith("/redirect") && query.isEmpty()) {
            real += "?route=192.0.2.9";
        } else if (operation.path().matches(".*/(ex|im)port") && query.isEmpty()) {
            real += "?format=mbox";
        }
        String login = "{\"token\": \"" + token + "\"}";
        return world.request(real)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", real.contains("/import") ? "application/octet-stream" : "application/json")
                .method(operation.method(), HttpRequest.BodyPublishers.ofString(login));
    }
}
