package org.etrngateway.admin;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of routes as an OpenAPI 3.1 document, made from that table and from the records that become JSON, so that it
 * says nothing else than they do. Immutable.
 */
final class OpenApi {
    private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)\\}");

    /** What stands in paths, by name. */
    private static final Map<String, Parameter> PATH =
            Map.of("site", Parameter.NAMED_SITE, "id", Parameter.ID, "action", Parameter.ACTION);

    private final Schemas schemas = new Schemas();
    private final Map<String, Map<String, Object>> paths = new TreeMap<>();

    private OpenApi() {}

    /** The document, as what becomes a JSON object. */
    static Map<String, Object> document(List<Route> routes, List<Route.Open> open, String version) {
        OpenApi document = new OpenApi();
        open.forEach(route -> document.add(route.method().name(), route.path(), route.contract(), Optional.empty()));
        routes.forEach(route ->
                document.add(route.method().name(), route.path(), route.contract(), Optional.of(route.least())));
        return document.whole(version);
    }

    private Map<String, Object> whole(String version) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("openapi", "3.1.0");
        whole.put(
                "info",
                Map.of(
                        "title", "ETRN gateway",
                        "version", version,
                        "description",
                                "What operators and customers see and steer. Errors are problem details (RFC 9457)."));
        whole.put("paths", paths);
        whole.put(
                "components",
                Map.of(
                        "schemas", schemas.all(),
                        "responses", refusals(),
                        "securitySchemes",
                                Map.of(
                                        "token", Map.of("type", "http", "scheme", "bearer"),
                                        "login", Map.of("type", "apiKey", "in", "cookie", "name", Gate.COOKIE))));
        return whole;
    }

    private void add(String method, String path, Contract contract, Optional<Role> least) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", contract.summary());
        operation.put("operationId", id(method, path));
        operation.put(
                "description",
                least.map(role -> "Least role: " + role.word() + ".").orElse("For everybody."));
        operation.put(
                "security",
                least.isEmpty() ? List.of() : List.of(Map.of("token", List.of()), Map.of("login", List.of())));
        List<Map<String, Object>> parameters = Stream.concat(
                        inPath(path).stream().map(name -> parameter(PATH.get(name), "path", true)),
                        contract.query().stream().map(it -> parameter(it, "query", it.isRequired())))
                .collect(Collectors.toCollection(ArrayList::new));
        if (contract.tagged() && !method.equals("GET")) {
            parameters.add(parameter(Parameter.IF_MATCH, "header", false));
        }
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        contract.body()
                .ifPresent(body -> operation.put(
                        "requestBody", Map.of("required", true, "content", json(body.media(), schema(body)))));
        operation.put("responses", responses(method, path, contract, least.isPresent()));
        paths.computeIfAbsent(path, unused -> new TreeMap<>()).put(method.toLowerCase(Locale.ROOT), operation);
    }

    private Map<String, Object> responses(String method, String path, Contract contract, boolean secured) {
        Contract.Answer answer = contract.answer();
        Map<String, Object> good = new LinkedHashMap<>();
        good.put("description", answer.media().isPresent() ? "The answer." : "Done.");
        answer.media().ifPresent(media -> good.put("content", json(media, schema(answer))));
        if (contract.tagged() && method.equals("GET")) {
            good.put("headers", Map.of("ETag", header("What it is like now, for If-Match")));
        }
        Map<String, Object> responses = new TreeMap<>();
        for (Refusal refusal : refusals(path, contract, secured)) {
            responses.put(
                    Integer.toString(refusal.status()), Map.of("$ref", "#/components/responses/" + refusal.word()));
        }
        answer.statuses().forEach(status -> responses.put(Integer.toString(status), good));
        return responses;
    }

    /** Those of the route's own, and those that follow from what it takes and who may take it. */
    private static Set<Refusal> refusals(String path, Contract contract, boolean secured) {
        Set<Refusal> all = EnumSet.of(Refusal.MALFORMED, Refusal.MISDIRECTED, Refusal.FAILED);
        all.addAll(contract.refusals());
        if (secured) {
            all.addAll(List.of(Refusal.STRANGER, Refusal.FORBIDDEN, Refusal.TOO_OFTEN, Refusal.UNREADY));
        }
        if (!inPath(path).isEmpty() || contract.query().contains(Parameter.SITE)) {
            all.add(Refusal.UNKNOWN);
        }
        contract.body().ifPresent(body -> {
            all.add(Refusal.OTHER_MEDIA);
            if (body.form().isPresent()) {
                all.add(Refusal.TOO_LARGE);
            }
        });
        return all;
    }

    private Map<String, Object> refusals() {
        Map<String, Object> all = new TreeMap<>();
        for (Refusal refusal : Refusal.values()) {
            Map<String, Object> response = new LinkedHashMap<>();
            response.put("description", refusal.description());
            response.put("content", json(Problem.TYPE, schemas.of(Problem.class)));
            if (refusal == Refusal.TOO_OFTEN) {
                response.put("headers", Map.of("Retry-After", header("Seconds")));
            }
            all.put(refusal.word(), response);
        }
        return all;
    }

    private static Map<String, Object> header(String description) {
        return Map.of("description", description, "schema", Map.of("type", "string"));
    }

    private Map<String, Object> schema(Contract.Body body) {
        return body.form().map(schemas::of).orElse(Map.of());
    }

    private Map<String, Object> schema(Contract.Answer answer) {
        Map<String, Object> one = answer.form()
                .map(schemas::of)
                .orElse(answer.isJson() ? Map.of("type", "object") : Map.of("type", "string"));
        return answer.many() ? Map.of("type", "array", "items", one) : one;
    }

    private static Map<String, Object> json(String media, Map<String, Object> schema) {
        return Map.of(media, Map.of("schema", schema));
    }

    private static Map<String, Object> parameter(Parameter parameter, String in, boolean required) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", parameter.name());
        map.put("in", in);
        map.put("required", required);
        map.put("description", parameter.description());
        map.put("schema", parameter.schema());
        return map;
    }

    private static List<String> inPath(String path) {
        List<String> names = new ArrayList<>();
        Matcher matcher = IN_PATH.matcher(path);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** A name for generated clients: {@code get_sites_site_flush_events}. */
    private static String id(String method, String path) {
        String words =
                path.replaceFirst("^/api/v1", "").replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
        return method.toLowerCase(Locale.ROOT) + "_" + words;
    }
}
