package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.history.HistoryEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a message waits for, what is in it, and what is kept of why somebody looked or did something. */
class MessageReadingTest {
    @TempDir
    private Path data;

    private AdminWorld world;
    private String path;

    @BeforeEach
    void start() throws Exception {
        world = new AdminWorld(data, Clock.systemUTC());
        world.put("zoe@harbour.example", "Invoice");
        path = "/api/v1/sites/harbour/messages/" + world.firstId();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void whatAMessageWaitsForIsSaidWithItsTime() throws Exception {
        // The clock of the windows stands at 15:24 UTC, and one opens each day at 22:00 of wherever this runs.
        JsonNode window = waits();
        assertThat(window.path("on").asString()).isEqualTo("window");
        assertThat(window.path("next").asString()).startsWith("2026-11-2").endsWith("Z");
        post(path + "/hold", "");
        assertThat(waits().path("on").asString()).isEqualTo("operator");
        assertThat(waits().path("next").isNull()).isTrue();
        post(path + "/release", "");
        post("/api/v1/sites/harbour/pause", "");
        assertThat(waits().path("on").asString()).isEqualTo("pause");
    }

    @Test
    void whatIsInAMessageIsForAdminsAndStandsInTheHistory() throws Exception {
        JsonNode parts = json(get(
                path + "/parts?why=" + encoded("complaint 7"), world.access().token()));
        assertThat(parts.path("parts").path(0).path("type").asString()).isEqualTo("text/plain");
        assertThat(parts.path("complete").asBoolean()).isTrue();
        assertThat(get(path + "/parts", world.token(Role.OPERATOR)).statusCode())
                .isEqualTo(403);
        assertThat(entries()).singleElement().satisfies(entry -> {
            assertThat(entry.cause()).isEqualTo("READ");
            assertThat(entry.why()).isEqualTo("complaint 7");
        });
    }

    @Test
    void theReasonIsKeptWithWhoDidIt() throws Exception {
        assertThat(post("/api/v1/sites/harbour/pause", "ship in dock, по 5 мая").statusCode())
                .isEqualTo(204);
        assertThat(entries()).singleElement().satisfies(entry -> {
            assertThat(entry.by()).startsWith("operator at ");
            assertThat(entry.why()).isEqualTo("ship in dock, по 5 мая");
        });
        assertThat(json(get("/api/v1/history?site=harbour", world.access().token()))
                        .path("events")
                        .path(0)
                        .path("why")
                        .asString())
                .isEqualTo("ship in dock, по 5 мая");
    }

    @Test
    void aCustomerDoesNotReadTheReasons() throws Exception {
        post("/api/v1/sites/acme/pause", "they do not pay");
        await().until(() ->
                get("/api/v1/history", world.access().token()).body().contains("they do not pay"));
        assertThat(get("/api/v1/history", world.token(Role.SITE)).body())
                .contains("\"pause\"")
                .doesNotContain("they do not pay");
    }

    @Test
    void aFlushTellsTheEngineWhy() throws Exception {
        assertThat(post("/api/v1/sites/harbour/flush", "they called").statusCode())
                .isEqualTo(200);
        assertThat(world.triggers)
                .singleElement()
                .satisfies(trigger -> assertThat(trigger.why()).isEqualTo("they called"));
    }

    @Test
    void aReasonIsOneLineOfTwoHundredCharacters() throws Exception {
        assertThat(post(path + "/hold", "a\nb").body()).contains("in one line, without control characters");
        assertThat(post(path + "/hold", "a\u2028b").statusCode()).isEqualTo(400);
        assertThat(post(path + "/hold", "x".repeat(201)).body()).contains("at most 200 characters");
        assertThat(post(path + "/hold", "\ud83d\ude00".repeat(200)).statusCode())
                .isEqualTo(204);
    }

    private JsonNode waits() throws Exception {
        return json(get(path, world.access().token())).path("waits");
    }

    /** Of harbour, the latest first; the history is written soon after. */
    private List<HistoryEntry> entries() {
        Optional<SiteName> site = Optional.of(new SiteName("harbour"));
        return await().until(
                        () -> world.history.page(site, OptionalLong.empty(), 10).entries(),
                        entries -> !entries.isEmpty());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.builder().build().readTree(response.body());
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return world.send(world.request(path).header("Authorization", "Bearer " + token));
    }

    private HttpResponse<String> post(String path, String why) throws Exception {
        return world.send(world.request(path + "?why=" + encoded(why))
                .header("Authorization", "Bearer " + world.access().token())
                .POST(HttpRequest.BodyPublishers.noBody()));
    }
}
