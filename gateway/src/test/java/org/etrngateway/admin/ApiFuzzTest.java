package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.SiteName;
import org.etrngateway.admin.ServedDocument.Operation;
import org.etrngateway.queue.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Requests drawn at random from the document that is served, each operation as each caller, most with something in them
 * that makes no sense: each answer is one that the document names, none is a fault of the server, and nobody sees what is
 * another's. {@code -Dfuzz.seed} repeats them, {@code -Dfuzz.cases} says how many an operation and caller.
 */
class ApiFuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final int CASES = Integer.getInteger("fuzz.cases", 12);
    private static final String HARBOUR = "harbour";
    private static final String SECRET = "hidden-from-acme";

    /** As they stand in a URL, some well encoded and some not at all. */
    private static final List<String> HOSTILE = List.of(
            "",
            "%20",
            "0",
            "-1",
            "9223372036854775808",
            "1e9",
            "NaN",
            "null",
            "x".repeat(2500),
            "%C3%A4%E2%82%AC%F0%9F%98%80",
            "%E2%80%AE",
            "%00",
            "%0D%0ASet-Cookie:%20a=b",
            "..%2f..%2fetc%2fpasswd",
            "../../etc/passwd",
            "%2e%2e/",
            "a%2Fb",
            "a%5Cb",
            "a//b",
            ";jsessionid=1",
            "acme;x=1",
            "%",
            "%zz",
            "%c3%28",
            "%FF",
            "%u0041",
            "<script>",
            "%3Cscript%3Ealert(1)%3C/script%3E",
            "'%20OR%201=1%20--",
            "%7B%22a%22:1%7D",
            "[]",
            "*",
            "ACME",
            "acme%20",
            "$%7Bjndi:ldap://x%7D",
            "+1000000000-12-31T23:59:59Z",
            "-1000000000-01-01T00:00:00Z",
            "2026-02-30T25:61:00Z");

    private static final List<String> BODIES = List.of(
            "",
            "{",
            "[]",
            "null",
            "\"token\"",
            "{}",
            "{\"token\":[1]}",
            "{\"token\":{\"a\":null}}",
            "{\"token\":1e999}",
            "{\"token\":\"\\u0000\"}",
            "{\"token\":\"\\ud800\"}",
            "token=x",
            "<a/>",
            "[".repeat(3000),
            "{\"token\":\"" + "x".repeat(5000) + "\"}",
            "\u0000\u0001");

    /** Who asks, and whether harbour's mail is for his eyes. */
    private record Caller(String name, Optional<String> token, boolean seesHarbour) {}

    @TempDir
    private Path data;

    private final Random random = new Random(SEED);
    private final MutableClock clock = new MutableClock();
    private final List<Caller> callers = new ArrayList<>();
    private AdminWorld world;
    private ServedDocument document;

    @BeforeEach
    void start() throws Exception {
        System.out.println("fuzz of the HTTP interface: -Dfuzz.seed=" + SEED + " -Dfuzz.cases=" + CASES);
        world = new AdminWorld(data, clock);
        document = ServedDocument.of(world);
        callers.add(new Caller("nobody", Optional.empty(), false));
        for (Role role : Role.values()) {
            callers.add(new Caller(
                    role.word(), Optional.of(world.token(role)), role == Role.OPERATOR || role == Role.ADMIN));
        }
        Principal harbour = new Principal(new AccountName(HARBOUR), Role.SITE, Optional.of(new SiteName(HARBOUR)));
        callers.add(new Caller("site harbour", Optional.of(world.tokens.add(harbour)), true));
        fill();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /** Some of the requests take mail away. */
    private void fill() {
        world.put("x@acme.example", "first <script>");
        world.put(SECRET + "@harbour.example", SECRET);
    }

    @Test
    void everyAnswerIsOneThatTheDocumentNames() throws Exception {
        TreeSet<String> answers = new TreeSet<>();
        for (Operation operation : document.operations()) {
            for (Caller caller : callers) {
                fill();
                answers.add(
                        operation.name() + " " + ask(operation, caller, true).status());
                for (int i = 1; i < CASES; i++) {
                    boolean plain = random.nextInt(3) == 0;
                    answers.add(operation.name() + " "
                            + ask(operation, caller, plain).status());
                }
            }
        }
        // What was asked was not all refused: each operation was carried out for somebody.
        assertThat(document.operations())
                .filteredOn(
                        operation -> answers.stream().noneMatch(answer -> answer.startsWith(operation.name() + " 2")))
                .extracting(Operation::name)
                .as("never carried out, -Dfuzz.seed=%d", SEED)
                .isEmpty();
    }

    /**
     * @param plain nothing is wrong with the request, and what it names is there
     */
    private RawRequest.Answer ask(Operation operation, Caller caller, boolean plain) throws Exception {
        // So that nobody is told to wait.
        clock.advance(Duration.ofSeconds(7));
        String path = path(operation, plain);
        String query = plain ? plainQuery(operation, path.endsWith("/priority")) : query(operation);
        RawRequest request = RawRequest.of(operation.method(), path + query);
        if (operation.hasEvents()) {
            request = request.with("Accept", "text/event-stream");
        }
        if (caller.token.isPresent()) {
            request = request.with("Authorization", "Bearer " + caller.token.get());
        }
        for (JsonNode header : operation.parameters("header")) {
            if (!plain && random.nextInt(4) == 0) {
                request = request.with(header.path("name").asString(), drawn(List.of("\"0\"", "*", "x", "W/\"1\"")));
            }
        }
        if (operation.says().has("requestBody")) {
            request = withBody(operation, request, plain);
        } else if (random.nextInt(8) == 0) {
            request = request.with(drawn(BODIES));
        }
        RawRequest.Answer answer = request.send(world.server.address());
        judge(operation, caller, request, answer);
        return answer;
    }

    private RawRequest withBody(Operation operation, RawRequest request, boolean plain) throws Exception {
        String good = "{\"token\":\"" + world.access().token() + "\"}";
        String media = operation
                .says()
                .path("requestBody")
                .path("content")
                .propertyNames()
                .iterator()
                .next();
        RawRequest typed = request.with(
                "Content-Type",
                plain || random.nextInt(4) > 0
                        ? media
                        : drawn(List.of("text/plain", "multipart/form-data", "x", "application/json; charset=nope")));
        return typed.with(plain ? good : drawn(BODIES));
    }

    private String path(Operation operation, boolean plain) {
        String path = operation.path();
        List<JsonNode> parameters = operation.parameters("path");
        int odd = plain || parameters.isEmpty() ? -1 : random.nextInt(2 * parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i).path("name").asString();
            String value =
                    i == odd ? drawn(HOSTILE) : plain ? there(name, parameters.get(i)) : sound(name, parameters.get(i));
            path = path.replace("{" + name + "}", value);
        }
        return path;
    }

    private String query(Operation operation) {
        Map<String, String> query = new LinkedHashMap<>();
        for (JsonNode parameter : operation.parameters("query")) {
            String name = parameter.path("name").asString();
            if (random.nextInt(4) == 0 || name.equals("last") || name.equals("priority") && random.nextBoolean()) {
                query.put(name, random.nextInt(3) > 0 ? sound(name, parameter) : drawn(HOSTILE));
            }
        }
        String text = text(query);
        if (random.nextInt(5) == 0) {
            String more = query.isEmpty()
                    ? drawn(HOSTILE) + "=1"
                    : query.keySet().iterator().next() + "=again";
            text += (text.isEmpty() ? "?" : "&") + more;
        }
        return text;
    }

    /** Only what must be said: a sweep how far it goes, and one of the actions its priority. */
    private String plainQuery(Operation operation, boolean setsPriority) {
        Map<String, String> query = new LinkedHashMap<>();
        for (JsonNode parameter : operation.parameters("query")) {
            String name = parameter.path("name").asString();
            if (name.equals("last")) {
                query.put(name, world.firstId());
            } else if (name.equals("priority")
                    ? setsPriority
                    : parameter.path("required").asBoolean()) {
                query.put(name, sound(name, parameter));
            }
        }
        return text(query);
    }

    private static String text(Map<String, String> query) {
        StringBuilder text = new StringBuilder();
        query.forEach((name, value) ->
                text.append(text.isEmpty() ? "?" : "&").append(name).append("=").append(value));
        return text.toString();
    }

    /** One that names something which is there. */
    private String there(String name, JsonNode parameter) {
        return switch (name) {
            case "site" -> AdminWorld.ACME.name();
            case "id" -> world.firstId(AdminWorld.ACME);
            default -> sound(name, parameter);
        };
    }

    /** A value that the parameter's schema allows. */
    private String sound(String name, JsonNode parameter) {
        JsonNode schema = parameter.path("schema");
        if (schema.has("enum")) {
            return schema.path("enum")
                    .get(random.nextInt(schema.path("enum").size()))
                    .asString();
        }
        if (schema.path("type").asString().equals("integer")) {
            long min = schema.path("minimum").asLong(0);
            long max = schema.path("maximum").asLong(1 << 20);
            return Long.toString(min + random.nextInt((int) (max - min + 1)));
        }
        // For a filter, too, these are texts like others.
        if (name.equals("route") || name.equals("from") || name.equals("to")) {
            return drawn(name.equals("route") ? List.of("192.0.2.9", "mx") : List.of("ann@acme.example"));
        }
        if (name.equals("site")) {
            return drawn(List.of("acme", "acme", HARBOUR, "unassigned", "nowhere"));
        }
        if (schema.path("format").asString().equals("date-time")) {
            return "2026-11-" + (10 + random.nextInt(20)) + "T15:00:00Z";
        }
        if (schema.has("pattern")) {
            return name.equals("before") ? "17" : drawn(List.of(world.firstId(), "0000000000001", "zzzzzzzzzzzzz"));
        }
        return URLEncoder.encode(drawn(List.of("acme", "<>", "first", "ä", "a b")), StandardCharsets.UTF_8);
    }

    private String drawn(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private void judge(Operation operation, Caller caller, RawRequest request, RawRequest.Answer answer) {
        String what = "%s %s as %s, body %.60s, -Dfuzz.seed=%d"
                .formatted(request.method(), request.target(), caller.name, request.body(), SEED);
        // A path that was made another one by what stands in it leads to no route, or to another.
        String template = operation.path().replaceAll("\\{\\w+\\}", "[^/]+");
        String path = request.target().replaceFirst("\\?.*", "");
        if (path.matches(template) && answer.status() != 404 && answer.status() != 405) {
            document.check(operation, what, answer.status(), answer.header("Content-Type"), answer.body());
        }
        assertThat(answer.status()).as("%s: %s", what, answer.body()).isLessThan(500);
        if (answer.status() >= 400) {
            assertThat(answer.header("Content-Type")).as(what).startsWith(Problem.TYPE);
        }
        assertThat(answer.header("X-Content-Type-Options")).as(what).isEqualTo("nosniff");
        assertThat(answer.header("Set-Cookie")).as(what).doesNotContain("a=b");
        assertThat(answer.body()).as(what).doesNotContain("Exception", "\tat ", "org.eclipse", "javalin");
        if (!caller.seesHarbour) {
            assertThat(answer.body()).as(what).doesNotContain(SECRET);
        }
        if (operation.isSecured() && caller.token.isEmpty()) {
            assertThat(answer.status()).as(what).isGreaterThanOrEqualTo(400);
        }
    }

    @Test
    void otherMethodsLeadNowhere() throws Exception {
        for (Operation operation : document.operations()) {
            String path = path(operation, true);
            for (String method : List.of("PUT", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get")) {
                RawRequest.Answer answer = RawRequest.of(method, path)
                        .with("Authorization", "Bearer secret-of-mine")
                        .send(world.server.address());
                String what = method + " " + path + ": " + answer;
                assertThat(answer.body()).as(what).doesNotContain("secret-of-mine");
                if (method.equals("HEAD")) {
                    assertThat(answer.body()).as(what).isEmpty();
                } else {
                    assertThat(answer.status()).as(what).isBetween(400, 501).isNotEqualTo(500);
                    assertThat(answer.header("Content-Type")).as(what).startsWith(Problem.TYPE);
                }
            }
        }
    }
}
