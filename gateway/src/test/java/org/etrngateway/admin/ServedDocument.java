package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document that a server serves, and whether answers are as it says: the validator is of others. */
final class ServedDocument {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode root;

    private ServedDocument(JsonNode root) {
        this.root = root;
    }

    /** An operation: a method of a path. */
    record Operation(String method, String path, JsonNode says) {
        String name() {
            return method + " " + path;
        }

        /** What it takes at a place: path, query or header. */
        List<JsonNode> parameters(String in) {
            return says.path("parameters")
                    .valueStream()
                    .filter(parameter -> parameter.path("in").asString().equals(in))
                    .toList();
        }

        boolean isSecured() {
            return !says.path("security").isEmpty();
        }

        boolean hasEvents() {
            return says.path("responses").path("200").path("content").has("text/event-stream");
        }
    }

    static ServedDocument of(AdminWorld world) throws Exception {
        return new ServedDocument(
                JSON.readTree(world.send(world.request("/api/v1/openapi.json")).body()));
    }

    JsonNode root() {
        return root;
    }

    List<Operation> operations() {
        return root.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(it -> new Operation(it.getKey().toUpperCase(Locale.ROOT), path.getKey(), it.getValue())))
                .toList();
    }

    /** The first status that means that all is well. */
    static String good(Operation operation) {
        return operation.says.path("responses").properties().stream()
                .map(Map.Entry::getKey)
                .filter(status -> status.startsWith("2"))
                .findFirst()
                .orElseThrow();
    }

    /** Fails unless the document names such an answer. */
    void check(Operation operation, String what, int status, String media, String body) {
        JsonNode response = resolve(operation.says.path("responses").path(Integer.toString(status)));
        if (response.isMissingNode()) {
            Assertions.fail("%s: the document does not name %d: %s", what, status, body);
        }
        Optional<Map.Entry<String, JsonNode>> content = named(response);
        if (content.isEmpty()) {
            assertThat(body).as(what).isEmpty();
            return;
        }
        assertThat(media.replaceFirst(";.*", ""))
                .as(what)
                .isEqualTo(content.get().getKey());
        if (content.get().getKey().endsWith("json")) {
            conforms(what, content.get().getValue().path("schema"), body);
        }
    }

    private static Optional<Map.Entry<String, JsonNode>> named(JsonNode response) {
        return Stream.ofNullable(response.get("content"))
                .flatMap(content -> content.properties().stream())
                .findFirst();
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").asString().substring(1)) : node;
    }

    private void conforms(String what, JsonNode schema, String body) {
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", root.path("components"));
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        List<Error> errors = registry.getSchema(whole).validate(JSON.readTree(body));
        assertThat(errors).as("%s: %s", what, body).isEmpty();
    }
}
