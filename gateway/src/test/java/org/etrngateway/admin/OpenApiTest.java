package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.etrngateway.queue.history.HistoryEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every route answers as the document that is served says, judged by a validator that others wrote. */
class OpenApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path data;

    private AdminWorld world;
    private JsonNode document;

    @BeforeEach
    void start() throws Exception {
        world = new AdminWorld(data, Clock.systemUTC());
        world.put("x@acme.example", "first");
        HistoryEntry.Work work = new HistoryEntry.Work(1, 2, 3, 4, Duration.ofMillis(1500));
        world.history.record(new HistoryEntry(
                Instant.EPOCH, AdminWorld.ACME, HistoryEntry.Kind.FLUSHED, "ETRN", "192.0.2.1", "well", work));
        document =
                JSON.readTree(world.send(world.request("/api/v1/openapi.json")).body());
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void whatIsServedIsOpenApi() {
        assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
        assertThat(document.path("paths").properties())
                .hasSizeGreaterThan(10)
                .allSatisfy(path -> assertThat(path.getValue().properties())
                        .allSatisfy(operation -> assertThat(
                                        operation.getValue().path("summary").asString())
                                .isNotEmpty()));
    }

    @Test
    void everyRouteAnswersAsTheDocumentSays() throws Exception {
        String token = world.access().token();
        List<String> bodies = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String name = operation.getKey() + " " + path.getKey();
                bodies.add(name + " " + check(name, path.getKey(), operation, token));
            }
        }
        // What was compared was something.
        assertThat(bodies)
                .anyMatch(body -> body.contains("\"subject\":\"first\""))
                .anyMatch(body -> body.contains("\"result\":\"well\""));
    }

    @Test
    void refusalsAreProblemsAsTheDocumentSays() throws Exception {
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                HttpResponse<Stream<String>> response =
                        world.listen(request(operation.getKey(), path.getKey() + "?not-there=1", "0123"));
                try (Stream<String> lines = response.body()) {
                    String body = String.join("\n", lines.toList());
                    assertThat(response.statusCode()).as(path.getKey()).isIn(400, 401);
                    assertThat(media(response)).isEqualTo("application/problem+json");
                    conforms(path.getKey(), JSON.valueToTree(Map.of("$ref", "#/components/schemas/Problem")), body);
                }
            }
        }
    }

    @Test
    void aFilterThatARouteDoesNotKnowIsRefusedAndNotIgnored() throws Exception {
        HttpResponse<String> response = world.send(
                request("get", "/api/v1/messages?sit=acme", world.access().token()));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("the query says sit, which this does not know: it knows ", "site", "after", "limit");
    }

    private String check(String name, String path, Map.Entry<String, JsonNode> operation, String token)
            throws Exception {
        Map.Entry<String, JsonNode> good = operation.getValue().path("responses").properties().stream()
                .filter(entry -> !entry.getKey().equals("default"))
                .findFirst()
                .orElseThrow();
        HttpRequest.Builder request = request(operation.getKey(), path, token);
        if (path.endsWith("/events")) {
            try (Stream<String> lines = world.listen(request).body()) {
                return lines.limit(2).reduce("", String::concat);
            }
        }
        HttpResponse<String> response = world.send(request);
        assertThat(Integer.toString(response.statusCode()))
                .as("%s: %s", name, response.body())
                .isEqualTo(good.getKey());
        Optional<Map.Entry<String, JsonNode>> content =
                good.getValue().path("content").properties().stream().findFirst();
        content.ifPresent(media -> assertThat(media(response)).as(name).isEqualTo(media.getKey()));
        if (content.filter(media -> media.getKey().equals("application/json")).isPresent()) {
            conforms(name, content.get().getValue().path("schema"), response.body());
        }
        return response.body();
    }

    private static String media(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    }

    private void conforms(String name, JsonNode schema, String body) {
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", document.path("components"));
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        List<Error> errors = registry.getSchema(whole).validate(JSON.readTree(body));
        assertThat(errors).as("%s: %s", name, body).isEmpty();
    }

    private HttpRequest.Builder request(String method, String path, String token) {
        String real =
                path.replace("{site}", "acme").replace("{id}", world.firstId()).replace("{action}", "hold");
        if (path.endsWith("/messages/{action}")) {
            real += "?last=" + world.firstId();
        }
        String login = "{\"token\": \"" + token + "\"}";
        return world.request(real)
                .header("Authorization", "Bearer " + token)
                .method(method.toUpperCase(Locale.ROOT), HttpRequest.BodyPublishers.ofString(login));
    }
}
