package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.etrngateway.queue.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cookie of a login, and what it opens. */
class LoginTest {
    private static final String SESSION = "/api/v1/session";

    @TempDir
    private Path data;

    private final MutableClock clock = new MutableClock();
    private AdminWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new AdminWorld(data, clock);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void theCookieIsOutOfReachOfScriptsAndOfOtherPages() throws Exception {
        HttpResponse<String> response = login(world.token(Role.OPERATOR));
        assertThat(response.headers().firstValue("Set-Cookie").orElse(""))
                .matches("etrn-console=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Strict");
        assertThat(response.body()).contains("\"name\":\"my-operator\",\"role\":\"operator\",\"site\":null");
        assertThat(get("/api/v1/sites", cookie(response)).statusCode()).isEqualTo(200);
    }

    @Test
    void behindHttpsTheCookieStaysThere() throws Exception {
        HttpResponse<String> response =
                world.send(login().header("X-Forwarded-Proto", "https").POST(body(world.token(Role.OPERATOR))));
        assertThat(response.headers().firstValue("Set-Cookie").orElse("")).endsWith("; SameSite=Strict; Secure");
    }

    @Test
    void eachLoginHasACookieOfItsOwn() throws Exception {
        String token = world.token(Role.OPERATOR);
        String planted = "etrn-console=" + "0".repeat(64);
        HttpResponse<String> first =
                world.send(login().header("Cookie", planted).POST(body(token)));
        assertThat(cookie(first)).isNotEqualTo(planted).isNotEqualTo(cookie(login(token)));
        assertThat(get("/api/v1/sites", planted).statusCode()).isEqualTo(401);
    }

    @Test
    void aChangeNeedsTheTokenAgainstForgery() throws Exception {
        HttpResponse<String> response = login(world.token(Role.OPERATOR));
        String cookie = cookie(response);
        assertThat(flush(cookie, "").statusCode()).isEqualTo(403);
        assertThat(flush(cookie, "0".repeat(64)).statusCode()).isEqualTo(403);
        assertThat(flush(cookie, csrf(login(world.access().token()))).statusCode())
                .as("another login's")
                .isEqualTo(403);
        assertThat(world.triggers).isEmpty();
        assertThat(flush(cookie, csrf(response)).statusCode()).isEqualTo(200);
        assertThat(world.triggers)
                .singleElement()
                .satisfies(trigger -> assertThat(trigger.by()).isEqualTo("my-operator at 127.0.0.1"));
    }

    @Test
    void aLoginEndsWithLogoutAndWithItsToken() throws Exception {
        String token = world.token(Role.OPERATOR);
        HttpResponse<String> first = login(token);
        HttpResponse<String> second = login(token);
        HttpResponse<String> bye = world.send(world.request(SESSION)
                .header("Cookie", cookie(first))
                .header(Gate.CSRF, csrf(first))
                .DELETE());
        assertThat(bye.statusCode()).isEqualTo(204);
        assertThat(get(SESSION, cookie(first)).statusCode()).isEqualTo(401);
        assertThat(get(SESSION, cookie(second)).statusCode()).isEqualTo(200);
        world.tokens.remove(world.tokens.principals().get(0).name());
        assertThat(get(SESSION, cookie(second)).statusCode()).isEqualTo(401);
    }

    @Test
    void aLoginEndsAfterAnHourWithoutUseAndAfterHalfADay() throws Exception {
        String idle = cookie(login(world.token(Role.OPERATOR)));
        String busy = cookie(login(world.access().token()));
        for (int minutes = 0; minutes < 12 * 60; minutes += 50) {
            assertThat(get(SESSION, busy).statusCode())
                    .as("after %d min", minutes)
                    .isEqualTo(200);
            clock.advance(Duration.ofMinutes(50));
        }
        assertThat(get(SESSION, idle).statusCode()).isEqualTo(401);
        assertThat(get(SESSION, busy).statusCode()).isEqualTo(401);
    }

    @Test
    void afterTenFailuresNoneIsLookedAtForAMinute() throws Exception {
        String token = world.token(Role.OPERATOR);
        for (int i = 0; i < 10; i++) {
            assertThat(login("wrong").statusCode()).isEqualTo(401);
        }
        HttpResponse<String> refused = login(token);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("60");
        assertThat(world.send(world.request("/api/v1/sites").header("Authorization", "Bearer " + token))
                        .statusCode())
                .as("programs are not held up")
                .isEqualTo(200);
        clock.advance(Duration.ofSeconds(61));
        assertThat(login(token).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNoLoginIsExplained() throws Exception {
        HttpResponse<String> response = world.send(login().POST(HttpRequest.BodyPublishers.ofString("token=x")));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(world.send(login().POST(body("x".repeat(5000)))).statusCode())
                .isEqualTo(413);
        assertThat(login("").statusCode()).isEqualTo(401);
    }

    private HttpRequest.Builder login() {
        return world.request(SESSION).header("Content-Type", "application/json");
    }

    private HttpResponse<String> login(String token) throws Exception {
        return world.send(login().POST(body(token)));
    }

    private static HttpRequest.BodyPublisher body(String token) {
        return HttpRequest.BodyPublishers.ofString("{\"token\":\"" + token + "\"}");
    }

    private HttpResponse<String> get(String path, String cookie) throws Exception {
        return world.send(world.request(path).header("Cookie", cookie));
    }

    private HttpResponse<String> flush(String cookie, String csrf) throws Exception {
        HttpRequest.Builder request = world.request("/api/v1/sites/acme/flush").header("Cookie", cookie);
        if (!csrf.isEmpty()) {
            request.header(Gate.CSRF, csrf);
        }
        return world.send(request.POST(HttpRequest.BodyPublishers.noBody()));
    }

    private static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    private static String csrf(HttpResponse<String> response) {
        return response.body().replaceFirst(".*\"csrf\":\"([0-9a-f]+)\".*", "$1");
    }
}
