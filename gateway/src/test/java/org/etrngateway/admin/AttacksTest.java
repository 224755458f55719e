package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.etrngateway.queue.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers and their pages try with an HTTP interface; what a login's cookie withstands is in LoginTest. */
class AttacksTest {
    /** More than there are threads. */
    private static final int SLOW = 30;

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

    private URI server() {
        return world.server.address();
    }

    private RawRequest get(String target) throws IOException {
        return RawRequest.of("GET", target)
                .with("Authorization", "Bearer " + world.access().token());
    }

    /** Pages, answers, refusals, and what was refused before it was a request. */
    @Test
    void nothingRunsInAPageAndNoPageFramesOurs() throws Exception {
        List<String> targets = List.of(
                "/", "/app.js", "/api/v1/sites", "/api/v1/sites/nowhere/messages/1", "/nowhere", "/%00", "/a%2Fb");
        for (String target : targets) {
            RawRequest.Answer answer = get(target).send(server());
            assertThat(answer.header("Content-Security-Policy"))
                    .as(target)
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe", "*", "data:");
            assertThat(answer.header("X-Frame-Options")).as(target).isEqualTo("DENY");
            assertThat(answer.header("X-Content-Type-Options")).as(target).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).as(target).isEqualTo("no-referrer");
            assertThat(answer.header("Cross-Origin-Resource-Policy")).as(target).isEqualTo("same-origin");
            assertThat(answer.header("Server")).as(target).isEmpty();
            assertThat(answer.header("Access-Control-Allow-Origin")).as(target).isEmpty();
        }
    }

    @Test
    void whatAMailSaysIsNeverAPage() throws Exception {
        world.put("x@acme.example", "<script>alert(1)</script>");
        RawRequest.Answer list = get("/api/v1/messages").send(server());
        assertThat(list.header("Content-Type")).startsWith("application/json");
        String id = world.firstId();
        RawRequest.Answer content =
                get("/api/v1/sites/acme/messages/" + id + "/content").send(server());
        assertThat(content.body()).contains("<script>");
        assertThat(content.header("Content-Type")).startsWith("message/rfc822");
        assertThat(content.header("Content-Disposition")).isEqualTo("attachment; filename=\"" + id + ".eml\"");
        RawRequest.Answer refused = get("/api/v1/messages?%3Cscript%3E=1").send(server());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Content-Type")).startsWith(Problem.TYPE);
    }

    @Test
    void aPageThatWasMadeToLeadHereHasItsOwnName() throws Exception {
        int port = server().getPort();
        List<String> strange = List.of(
                "rebound.example",
                "rebound.example:" + port,
                "127.0.0.1.rebound.example",
                "localhost.rebound.example:" + port,
                "127.0.0.1:" + port + ".rebound.example",
                "127.0.0.2",
                "0.0.0.0:" + port,
                "user@127.0.0.1",
                "127.0.0.1:123456");
        for (String host : strange) {
            RawRequest.Answer answer = get("/api/v1/sites").with("Host", host).send(server());
            assertThat(answer.status()).as(host).isIn(400, 421);
            assertThat(answer.body()).as(host).doesNotContain("acme");
            assertThat(RawRequest.of("GET", "/")
                            .with("Host", host)
                            .send(server())
                            .status())
                    .as("the page under %s", host)
                    .isIn(400, 421);
        }
        for (String host : List.of("127.0.0.1", "localhost:" + port, "LOCALHOST:1", "[::1]:9")) {
            assertThat(get("/api/v1/sites").with("Host", host).send(server()).status())
                    .as(host)
                    .isEqualTo(200);
        }
    }

    @Test
    void noPathLeadsOutOfTheConsole() throws Exception {
        List<String> targets = List.of(
                "/../gateway.yaml",
                "/..%2fgateway.yaml",
                "/%2e%2e/gateway.yaml",
                "/..;/gateway.yaml",
                "/app.js/../../admin.token",
                "/app.js%00.css",
                "/..%5cgateway.yaml",
                "//etc/passwd",
                "/META-INF/MANIFEST.MF",
                "/org/etrngateway/console/app.js");
        for (String target : targets) {
            RawRequest.Answer answer = get(target).send(server());
            assertThat(answer.status()).as(target).isIn(400, 404);
            assertThat(answer.header("Content-Type")).as(target).startsWith(Problem.TYPE);
        }
        // A site is looked up, and never a path.
        for (String site : List.of("..%2f..", "%2e%2e", "acme%2f..%2fharbour", "acme%00", "ac/me")) {
            assertThat(RawRequest.of("POST", "/api/v1/sites/" + site + "/flush")
                            .with("Authorization", "Bearer " + world.access().token())
                            .send(server())
                            .status())
                    .as(site)
                    .isIn(400, 404, 405);
        }
        assertThat(world.triggers).isEmpty();
    }

    @Test
    void whoGuessesTokensIsSoonNotLookedAtAndHoldsNobodyUp() throws Exception {
        String good = world.token(Role.OPERATOR);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            statuses.add(sites("Bearer guess" + i).status());
        }
        assertThat(statuses.subList(0, 10)).containsOnly(401);
        assertThat(statuses.subList(10, 12)).containsOnly(429);
        assertThat(sites("Bearer guess").header("Retry-After")).isEqualTo("60");
        assertThat(sites("Bearer " + good).status()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(61));
        assertThat(sites("Bearer guess").status()).isEqualTo(401);
    }

    @Test
    void aProgramThatWentWildWaitsAndNobodyElse() throws Exception {
        String wild = "Bearer " + world.token(Role.SITE);
        RawRequest.Answer answer = sites(wild);
        for (int i = 0; i < Pace.AT_ONCE; i++) {
            assertThat(answer.status()).as("request %d", i).isEqualTo(200);
            answer = sites(wild);
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(sites("Bearer " + world.token(Role.OPERATOR)).status()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertThat(sites(wild).status()).isEqualTo(200);
    }

    /** With the command line's own token, too: it has work to do that takes many. */
    @Test
    void theCommandLineIsNotHeldUp() throws Exception {
        for (int i = 0; i < Pace.AT_ONCE + 20; i++) {
            assertThat(get("/api/v1/queue").send(server()).status()).isEqualTo(200);
        }
    }

    private RawRequest.Answer sites(String authorization) throws IOException {
        return RawRequest.of("GET", "/api/v1/sites")
                .with("Authorization", authorization)
                .send(server());
    }

    /** Another page can post a form, or text, without asking first; JSON it cannot. */
    @Test
    void noFormOfAnotherPageLogsAnybodyIn() throws Exception {
        String body = "{\"token\":\"" + world.access().token() + "\"}";
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "")) {
            RawRequest login = RawRequest.of("POST", "/api/v1/session").with(body);
            RawRequest.Answer answer = (type.isEmpty() ? login : login.with("Content-Type", type)).send(server());
            assertThat(answer.status()).as(type).isEqualTo(415);
            assertThat(answer.header("Set-Cookie")).as(type).isEmpty();
        }
    }

    @Test
    void noChangeIsMadeWithACookieAlone() throws Exception {
        world.put("x@acme.example", "first");
        HttpResponse<String> login = world.send(world.request("/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"token\":\"" + world.access().token() + "\"}")));
        String cookie = login.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        ServedDocument document = ServedDocument.of(world);
        for (ServedDocument.Operation operation : document.operations()) {
            if (operation.isSecured() && !operation.method().equals("GET")) {
                String path = operation
                        .path()
                        .replace("{site}", "acme")
                        .replace("{id}", world.firstId())
                        .replace("{action}", "remove");
                RawRequest.Answer answer = RawRequest.of(operation.method(), path)
                        .with("Cookie", cookie)
                        .with("Origin", "https://evil.example")
                        .send(server());
                assertThat(answer.status()).as(operation.name()).isEqualTo(403);
            }
        }
        assertThat(world.triggers).isEmpty();
        assertThat(world.firstId()).isNotEqualTo("1");
    }

    @Test
    void clientsThatSendSlowlyKeepNobodyWaiting() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server().getPort());
                slow.add(socket);
                String begun = i % 2 == 0
                        ? "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 100\r\n\r\n{\"token\":"
                        : "GET /api/v1/sites HTTP/1.1\r\nHost: localhost\r\nAuthori";
                socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
            }
            for (int i = 0; i < 3; i++) {
                assertThat(get("/api/v1/sites").send(server()).status()).isEqualTo(200);
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aCustomerWhoListensAgainAndAgainLeavesRoomForOthers() throws Exception {
        String customer = world.token(Role.SITE);
        List<Stream<String>> open = new ArrayList<>();
        try {
            for (int i = 0; i < EventStreams.MOST_OF_CUSTOMER; i++) {
                open.add(listen(customer).body());
            }
            HttpResponse<Stream<String>> refused = listen(customer);
            open.add(refused.body());
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            HttpResponse<Stream<String>> other = listen(world.token(Role.OPERATOR));
            open.add(other.body());
            assertThat(other.statusCode()).isEqualTo(200);
        } finally {
            open.forEach(Stream::close);
        }
    }

    private HttpResponse<Stream<String>> listen(String token) throws Exception {
        return world.listen(
                world.request("/api/v1/sites/acme/flush/events").header("Authorization", "Bearer " + token));
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedHoweverItComes() throws Exception {
        String large = "{\"token\":\"" + "x".repeat(100_000) + "\"}";
        RawRequest request = RawRequest.of("POST", "/api/v1/session").with("Content-Type", "application/json");
        assertThat(request.with(large).send(server()).status()).isEqualTo(413);
        assertThat(chunked("{\"token\":\"" + "x".repeat(6000) + "\"}")).startsWith("HTTP/1.1 413 ");
        assertThat(chunked("{\"token\":\"x\"}")).startsWith("HTTP/1.1 401 ");
    }

    /** The answer to a login that does not say how long it is. */
    private String chunked(String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server().getPort())) {
            String request = "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length())
                    + "\r\n" + body + "\r\n0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void headersWithoutEndAreRefused() throws Exception {
        RawRequest.Answer answer =
                get("/api/v1/sites").with("X-Long", "x".repeat(100_000)).send(server());
        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.header("Content-Type")).startsWith(Problem.TYPE);
    }
}
