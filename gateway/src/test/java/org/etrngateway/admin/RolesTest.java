package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may take which route, and whose mail he sees there. */
class RolesTest {
    private static final String HARBOUR = "harbour";

    /** What each role gets, route by route: as a site, as a monitor, as an operator, as an admin. */
    private static final Map<String, int[]> MATRIX = Map.ofEntries(
            Map.entry("GET /api/v1/session", new int[] {200, 403, 200, 200}),
            Map.entry("DELETE /api/v1/session", new int[] {204, 403, 204, 204}),
            Map.entry("GET /api/v1/sites", new int[] {200, 403, 200, 200}),
            Map.entry("GET /api/v1/messages", new int[] {200, 403, 200, 200}),
            Map.entry("GET /api/v1/history", new int[] {200, 403, 200, 200}),
            Map.entry("GET /api/v1/statistics", new int[] {200, 403, 200, 200}),
            Map.entry("GET /api/v1/alerts", new int[] {200, 403, 200, 200}),
            Map.entry("GET /api/v1/overview", new int[] {200, 403, 200, 200}),
            Map.entry("GET /api/v1/events", new int[] {200, 403, 200, 200}),
            Map.entry("GET /api/v1/windows", new int[] {200, 403, 200, 200}),
            Map.entry("GET /api/v1/flushes", new int[] {200, 403, 200, 200}),
            Map.entry("GET /api/v1/sites/{site}/flush/events", new int[] {200, 403, 200, 200}),
            Map.entry("POST /api/v1/sites/{site}/flush", new int[] {200, 403, 200, 200}),
            Map.entry("POST /api/v1/sites/{site}/pause", new int[] {403, 403, 204, 204}),
            Map.entry("POST /api/v1/sites/{site}/resume", new int[] {403, 403, 204, 204}),
            Map.entry("GET /api/v1/messages/count", new int[] {200, 403, 200, 200}),
            // There is no such message; who may not, does not learn that.
            Map.entry("GET /api/v1/sites/{site}/messages/{id}", new int[] {404, 403, 404, 404}),
            Map.entry("GET /api/v1/sites/{site}/messages/{id}/parts", new int[] {403, 403, 403, 404}),
            Map.entry("GET /api/v1/sites/{site}/messages/{id}/content", new int[] {403, 403, 403, 404}),
            Map.entry("POST /api/v1/sites/{site}/messages/{id}/{action}", new int[] {403, 403, 404, 404}),
            // Nobody has said how far it goes.
            Map.entry("POST /api/v1/sites/{site}/messages/{action}", new int[] {403, 403, 400, 400}),
            Map.entry("GET /api/v1/doctor", new int[] {403, 403, 200, 200}),
            Map.entry("POST /api/v1/doctor", new int[] {403, 403, 200, 200}),
            Map.entry("POST /api/v1/sites/{site}/messages/redirect", new int[] {403, 403, 403, 400}),
            Map.entry("POST /api/v1/sites/{site}/messages/{id}/redirect", new int[] {403, 403, 403, 400}),
            Map.entry("GET /api/v1/sites/{site}/export", new int[] {403, 403, 403, 400}),
            Map.entry("POST /api/v1/sites/{site}/import", new int[] {403, 403, 403, 400}),
            Map.entry("GET /api/v1/queue", new int[] {403, 403, 200, 200}),
            Map.entry("GET /api/v1/tokens", new int[] {403, 403, 403, 200}),
            Map.entry("GET /metrics", new int[] {403, 200, 200, 200}));

    /** What anybody gets; nothing else is without a row. */
    private static final Set<String> OPEN =
            Set.of("POST /api/v1/session", "GET /api/v1/openapi.json", "GET /health/live", "GET /health/ready");

    private record Answer(int status, String body) {}

    @TempDir
    private Path data;

    private final EventStreams streams = new EventStreams();
    private final MutableClock clock = new MutableClock();
    private AdminWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new AdminWorld(data, clock);
    }

    @AfterEach
    void stop() {
        streams.close();
        world.close();
    }

    @Test
    void eachRouteIsForTheRolesOfTheMatrix() throws Exception {
        Set<String> seen = new HashSet<>();
        for (Role role : Role.values()) {
            String token = world.token(role);
            for (Route route : routes()) {
                String name = route.method() + " " + route.path();
                seen.add(name);
                assertThat(MATRIX).as("a row for each route").containsKey(name);
                assertThat(status(route, "acme", token))
                        .as("%s as %s", name, role)
                        .isEqualTo(MATRIX.get(name)[List.of(Role.values()).indexOf(role)]);
            }
        }
        assertThat(seen).isEqualTo(MATRIX.keySet());
    }

    @Test
    void noRouteIsForStrangers() throws Exception {
        for (Route route : routes()) {
            // Or so many wrong tokens would be too many.
            clock.advance(Duration.ofMinutes(2));
            assertThat(status(route, "acme", "0123")).as(route.path()).isEqualTo(401);
            assertThat(without(route)).as(route.path()).isEqualTo(401);
        }
        assertThat(api().open())
                .extracting(route -> route.method() + " " + route.path())
                .containsExactlyInAnyOrderElementsOf(OPEN);
    }

    private int without(Route route) throws IOException {
        String path = route.path()
                .replace("{site}", "acme")
                .replace("{id}", "0000000000001")
                .replace("{action}", "remove");
        return RawRequest.of(route.method().name(), path)
                .send(world.server.address())
                .status();
    }

    @Test
    void aSiteFindsNothingOfAnother() throws Exception {
        world.put("secret@harbour.example", "for harbour alone");
        String token = world.token(Role.SITE);
        for (Route route : routes()) {
            boolean narrowed = route.contract().query().contains(Parameter.SITE);
            Answer response = send(route, HARBOUR, token, narrowed ? "?site=" + HARBOUR : "");
            boolean ofASite = narrowed || route.path().contains("{site}");
            if (ofASite) {
                assertThat(response.status()).as(route.path()).isIn(403, 404);
            }
            assertThat(response.body())
                    .as(route.path())
                    .doesNotContain("secret@", "for harbour", "harbour.example", "\"site\":\"harbour\"");
            assertThat(send(route, "acme", token, "").body())
                    .as(route.path())
                    .doesNotContain("secret@", "for harbour", "harbour.example", "\"site\":\"harbour\"");
        }
        assertThat(world.triggers).allMatch(trigger -> trigger.site().equals(AdminWorld.ACME));
    }

    /** Acme is being flushed. */
    @Test
    void aSiteDoesNotSeeThatAnotherIsServed() throws Exception {
        String token = world.tokens.add(
                new Principal(new AccountName(HARBOUR), Role.SITE, Optional.of(new SiteName(HARBOUR))));
        RawRequest.Answer flushes = RawRequest.of("GET", "/api/v1/flushes")
                .with("Authorization", "Bearer " + token)
                .send(world.server.address());
        assertThat(flushes.body()).isEqualTo("[]");
    }

    @Test
    void anothersSiteIsAnsweredLikeNone() throws Exception {
        String token = world.token(Role.SITE);
        Route flush = routes().stream()
                .filter(route -> route.path().endsWith("/flush"))
                .findFirst()
                .orElseThrow();
        String real = send(flush, HARBOUR, token, "").body();
        String invented = send(flush, "nowhere", token, "").body();
        assertThat(real.replace(HARBOUR, "nowhere")).isEqualTo(invented);
    }

    @Test
    void aTokenThatWasRemovedOpensNothing() throws Exception {
        String token = world.token(Role.OPERATOR);
        Route sites = routes().stream()
                .filter(route -> route.path().endsWith("/sites"))
                .findFirst()
                .orElseThrow();
        assertThat(status(sites, "", token)).isEqualTo(200);
        assertThat(world.tokens.remove(world.tokens.principals().get(0).name())).isTrue();
        assertThat(status(sites, "", token)).isEqualTo(401);
    }

    private List<Route> routes() {
        return api().routes();
    }

    private Api api() {
        Gate gate = new Gate("", world.tokens, host -> true, clock);
        return new Api(world.offer, world.tokens, gate, streams);
    }

    private int status(Route route, String site, String token) throws Exception {
        return send(route, site, token, "").status();
    }

    private Answer send(Route route, String site, String token, String query) throws Exception {
        String path = route.path()
                .replace("{site}", site)
                .replace("{id}", "0000000000001")
                .replace("{action}", "remove");
        HttpRequest.Builder request = world.request(path + query)
                .header("Authorization", "Bearer " + token)
                .header(
                        "Content-Type",
                        route.contract().body().map(Contract.Body::media).orElse("text/plain"))
                .method(route.method().name(), HttpRequest.BodyPublishers.noBody());
        if (path.endsWith("/events")) {
            return heard(request);
        }
        HttpResponse<String> response = world.send(request);
        return new Answer(response.statusCode(), response.body());
    }

    /** Events do not end by themselves: what matters is in the status and in the first of them. */
    private Answer heard(HttpRequest.Builder request) throws Exception {
        HttpResponse<Stream<String>> response = world.listen(request);
        try (Stream<String> lines = response.body()) {
            String first = lines.limit(2).reduce("", String::concat);
            return new Answer(response.statusCode(), first);
        }
    }
}
