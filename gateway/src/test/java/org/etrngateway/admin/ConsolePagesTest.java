package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.etrngateway.console.Asset;
import org.etrngateway.console.Console;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console as it goes over HTTP. */
class ConsolePagesTest {
    @TempDir
    private Path data;

    private AdminWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new AdminWorld(data, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void everyAnswerForbidsWhatThePageDoesNotNeed() throws Exception {
        for (String path : List.of("/", "/app.js", "/api/v1/sites", "/nothing")) {
            HttpResponse<String> response = get(path);
            assertThat(header(response, "Content-Security-Policy"))
                    .as(path)
                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                    .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
                    .doesNotContain("unsafe", "*", "data:");
            assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(header(response, "Access-Control-Allow-Origin")).isEmpty();
            assertThat(header(response, "Server")).isEmpty();
        }
    }

    @Test
    void everyFileIsServedToWhoIsNotLoggedInYetAndOnceUntilItChanges() throws Exception {
        for (Asset asset : Console.assets()) {
            HttpResponse<String> response = get(asset.path());
            assertThat(response.statusCode()).as(asset.path()).isEqualTo(200);
            assertThat(header(response, "Content-Type")).isEqualTo(asset.type());
            HttpRequest.Builder again = world.request(asset.path()).header("If-None-Match", asset.tag());
            assertThat(world.send(again).statusCode()).as(asset.path()).isEqualTo(304);
        }
    }

    @Test
    void noPathLeadsOutOfTheConsole() throws Exception {
        for (String path : List.of(
                "/../gateway.yaml",
                "/%2e%2e/gateway.yaml",
                "/..%2fgateway.yaml",
                "/tokens",
                "/admin.token",
                "/org/etrngateway/console/app.js",
                "/app.js%00")) {
            assertThat(get(path).statusCode()).as(path).isIn(400, 404);
        }
    }

    @Test
    void markupInASubjectStaysTheTextOfAJsonString() throws Exception {
        world.put("x@acme.example", "</script><img src=x onerror=alert(1)>");
        HttpResponse<String> response = world.send(world.request("/api/v1/messages")
                .header("Authorization", "Bearer " + world.access().token()));
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(response.body()).contains("\"subject\":\"</script><img src=x onerror=alert(1)>\"");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return world.send(world.request(path));
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
