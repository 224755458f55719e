package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.SiteName;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.queue.history.HistoryEntry;
import org.etrngateway.queue.history.HistoryEntry.Kind;
import org.etrngateway.queue.history.HistoryEntry.Work;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminServerTest {
    private static final SiteName ACME = AdminWorld.ACME;

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
    void sitesAreListedWithWhatIsHeld() throws Exception {
        put("x@acme.example");
        String body = send("GET", "/api/v1/sites").body();
        assertThat(body)
                .contains("\"site\":\"acme\",\"domains\":[\"acme.example\"],\"mode\":[\"hold\"],\"messages\":1")
                .contains("\"flushing\":true,\"windowUntil\":null,\"nextWindow\":null,\"budgetPercent\":35")
                .contains("\"windowUntil\":null,\"nextWindow\":\"2026-11-28T22:00:00Z\",\"budgetPercent\":null")
                .contains("\"site\":\"harbour\"");
    }

    @Test
    void windowsAreListedAsTheyLieAhead() throws Exception {
        assertThat(send("GET", "/api/v1/windows?limit=2").body())
                .contains("\"site\":\"harbour\",\"since\":\"2026-11-28T22:00:00Z\",\"until\":\"2026-11-29T04:00:00Z\"")
                .contains("\"open\":false,\"large\":false,\"budgetBytes\":0,\"budgetSeconds\":3600")
                .contains("2026-11-29T22:00:00Z")
                .doesNotContain("2026-11-30T22");
        assertThat(send("GET", "/api/v1/windows?site=acme").body()).isEqualTo("[]");
        assertThat(send("GET", "/api/v1/windows?site=nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void messagesComePageByPage() throws Exception {
        put("x@acme.example");
        put("y@acme.example");
        put("z@harbour.example");
        String first = send("GET", "/api/v1/messages?site=acme&limit=1").body();
        assertThat(first).contains("x@acme.example").doesNotContain("y@acme.example");
        String next = first.replaceAll(".*\"next\":\"([^\"]+)\".*", "$1");
        String second =
                send("GET", "/api/v1/messages?site=acme&limit=5&after=" + next).body();
        assertThat(second).contains("y@acme.example").contains("\"next\":null").doesNotContain("z@");
    }

    @Test
    void theQueueSaysWhetherItTakesMailAndHowFarItsIndexIsBehind() throws Exception {
        assertThat(send("GET", "/api/v1/queue").body()).isEqualTo("{\"acceptance\":\"open\",\"behind\":0}");
    }

    @Test
    void operatorsReleaseMail() throws Exception {
        assertThat(send("POST", "/api/v1/sites/acme/flush").body()).contains("\"outcome\":\"started\",\"waiting\":2");
        assertThat(world.triggers).hasSize(1);
        assertThat(world.triggers.get(0).cause()).isEqualTo(Trigger.Cause.OPERATOR);
    }

    @Test
    void whatHappenedComesPageByPageTheLatestFirst() throws Exception {
        for (String by : List.of("192.0.2.1", "192.0.2.2", "192.0.2.3")) {
            Work work = new Work(2, 1, 0, 4000, Duration.ofMillis(1500));
            world.history.record(new HistoryEntry(Instant.EPOCH, ACME, Kind.FLUSHED, "ETRN", by, "well", work));
        }
        await().until(() -> world.history
                        .page(Optional.empty(), OptionalLong.empty(), 9)
                        .entries()
                        .size()
                == 3);
        String first = send("GET", "/api/v1/history?site=acme&limit=2").body();
        assertThat(first)
                .contains("{\"at\":\"1970-01-01T00:00:00Z\",\"site\":\"acme\",\"kind\":\"flushed\",\"cause\":\"etrn\","
                        + "\"by\":\"192.0.2.3\",\"result\":\"well\",\"why\":\"\",\"delivered\":2,\"deferred\":1,\"failed\":0,"
                        + "\"bytes\":4000,\"seconds\":1.5}")
                .contains("192.0.2.2")
                .doesNotContain("192.0.2.1");
        String next = first.replaceAll(".*\"next\":\"([^\"]+)\".*", "$1");
        assertThat(send("GET", "/api/v1/history?before=" + next).body())
                .contains("192.0.2.1", "\"next\":null")
                .doesNotContain("192.0.2.2");
        assertThat(send("GET", "/api/v1/history?site=harbour").body()).contains("\"events\":[]");
        assertThat(send("GET", "/api/v1/history?kind=flushed").body()).contains("192.0.2.3");
        assertThat(send("GET", "/api/v1/history?kind=ordered").body()).contains("\"events\":[]");
        assertThat(send("GET", "/api/v1/history?kind=other").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/api/v1/history?before=x").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/api/v1/history?site=nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void whatCameAndWentIsSummedUpAndTheSiteWasHeard() throws Exception {
        Work work = new Work(2, 1, 0, 4000, Duration.ofMillis(1500));
        Instant at = Instant.parse("2026-11-28T12:10:00Z");
        world.history.record(new HistoryEntry(at, ACME, Kind.FLUSHED, "ETRN", "192.0.2.1", "well", work));
        await().until(() -> !send("GET", "/api/v1/statistics").body().equals("[]"));
        assertThat(send("GET", "/api/v1/statistics?site=acme&by=hour").body())
                .isEqualTo("[{\"start\":\"2026-11-28T12:00:00Z\",\"asked\":0,\"flushes\":1,\"delivered\":2,"
                        + "\"deferred\":1,\"failed\":0,\"bytesOut\":4000,\"messagesIn\":0,\"bytesIn\":0}]");
        assertThat(send("GET", "/api/v1/statistics?site=harbour").body()).isEqualTo("[]");
        assertThat(send("GET", "/api/v1/statistics?by=week").body()).contains("by is hour or day");
        assertThat(send("GET", "/api/v1/sites").body())
                .contains("\"lastContact\":\"2026-11-28T12:10:00Z\"", "\"lastContact\":null");
    }

    @Test
    void whatIsAmissIsListedToASiteItsOwnOnly() throws Exception {
        String gateway = "{\"condition\":\"disk-full\",\"site\":null,\"since\":\"1970-01-01T00:00:00Z\","
                + "\"text\":\"the disk is full\"}";
        String acme = "{\"condition\":\"silent\",\"site\":\"acme\",\"since\":\"1970-01-01T00:00:00Z\","
                + "\"text\":\"nothing was heard\"}";
        assertThat(send("GET", "/api/v1/alerts").body()).contains(gateway, acme, "harbour");
        String site = "Bearer " + world.token(Role.SITE);
        assertThat(world.send(world.request("/api/v1/alerts").header("Authorization", site))
                        .body())
                .isEqualTo("[" + acme + "]");
    }

    @Test
    void operatorsPauseAndResume() throws Exception {
        assertThat(send("POST", "/api/v1/sites/acme/pause").statusCode()).isEqualTo(204);
        assertThat(world.queue.summary(ACME).paused()).isTrue();
        assertThat(send("POST", "/api/v1/sites/acme/resume").statusCode()).isEqualTo(204);
        assertThat(world.queue.summary(ACME).paused()).isFalse();
        await().untilAsserted(() -> assertThat(world.history
                        .page(Optional.of(ACME), OptionalLong.empty(), 9)
                        .entries())
                .extracting(entry -> entry.kind() + " " + entry.cause() + " by " + entry.by())
                .containsExactly("ORDERED RESUME by operator at 127.0.0.1", "ORDERED PAUSE by operator at 127.0.0.1"));
    }

    @Test
    void whoSawAMessageBeforeAnotherChangedItChangesNothing() throws Exception {
        put("x@acme.example");
        String message = "/api/v1/sites/acme/messages/" + world.firstId();
        String seen = send("GET", message).headers().firstValue("ETag").orElseThrow();
        assertThat(seen).matches("\"[0-9a-f]{16}\"");
        assertThat(send("GET", message).headers().firstValue("ETag")).contains(seen);
        assertThat(ifMatch(message + "/hold", seen)).isEqualTo(204);
        assertThat(ifMatch(message + "/priority?priority=3", seen)).isEqualTo(412);
        String held = send("GET", message).body();
        assertThat(held).contains("\"state\":\"operator_held\"", "\"priority\":0");
        String now = send("GET", message).headers().firstValue("ETag").orElseThrow();
        assertThat(now).isNotEqualTo(seen);
        assertThat(ifMatch(message + "/priority?priority=3", "\"0\", " + now)).isEqualTo(204);
        assertThat(ifMatch(message + "/release", "*")).isEqualTo(204);
        assertThat(send("POST", message + "/hold").statusCode()).isEqualTo(204);
    }

    private int ifMatch(String path, String tags) throws Exception {
        return world.send(request(path).header("If-Match", tags).POST(HttpRequest.BodyPublishers.noBody()))
                .statusCode();
    }

    @Test
    void aFlushIsToldAsItGoes() throws Exception {
        HttpResponse<Stream<String>> response = events("acme");
        try (Stream<String> lines = response.body()) {
            assertThat(lines.filter(line -> !line.isEmpty()).limit(4).toList())
                    .containsSubsequence("event: flush", "event: flush")
                    .anyMatch(line -> line.startsWith("data: ")
                            && line.contains("\"secondsToGo\":12")
                            && line.contains("\"roundTripMillis\":600"));
        }
    }

    @Test
    void noSiteHasNoEvents() throws Exception {
        assertThat(events("nope").statusCode()).isEqualTo(404);
    }

    @Test
    void flushesThatRunAreShown() throws Exception {
        assertThat(send("GET", "/api/v1/flushes").body()).contains("\"by\":\"ETRN by 192.0.2.1\"");
    }

    @Test
    void errorsAreProblemDetails() throws Exception {
        HttpResponse<String> response = send("POST", "/api/v1/sites/nobody/flush");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(response.body()).contains("there is no site nobody");
        assertThat(send("GET", "/api/v1/messages?limit=0").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/api/v1/messages?after=!").statusCode()).isEqualTo(400);
        assertThat(send("POST", "/api/v1/sites/acme/messages/no-id/release").body())
                .contains("no-id: not a message id");
        assertThat(send("GET", "/api/v1/nothing").body()).contains("not found");
    }

    @Test
    void nothingIsToldWithoutTheToken() throws Exception {
        for (String token : List.of("", "Bearer ", "Bearer 0123", "Basic " + access().token())) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(world.server.address().resolve("/api/v1/sites"));
            if (!token.isEmpty()) {
                request.header("Authorization", token);
            }
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(token).isEqualTo(401);
            assertThat(response.body()).doesNotContain("acme");
        }
    }

    @Test
    void aStrangersNameForUsIsRefusedEvenWithTheToken() throws Exception {
        assertThat(raw("rebound.example:" + world.server.address().getPort())).startsWith("HTTP/1.1 421");
        assertThat(raw("localhost:" + world.server.address().getPort())).startsWith("HTTP/1.1 200");
    }

    @Test
    void theTokenIsTheOwnersAloneAndGoesWithTheServer() throws Exception {
        Path file = data.resolve("admin.token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(access().toString()).doesNotContain(access().token());
        world.server.close();
        assertThat(file).doesNotExist();
    }

    @Test
    void aPortInUseIsReported() {
        HostAddress taken = new HostAddress("127.0.0.1", world.server.address().getPort());
        assertThatThrownBy(() -> new AdminServer(world.offer, taken, data, world.tokens, Clock.systemUTC()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("admin interface cannot open " + taken);
    }

    private void put(String recipient) {
        world.put(recipient, "hi");
    }

    private AccessFile access() throws IOException {
        return world.access();
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return world.send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<Stream<String>> events(String site) throws Exception {
        return world.listen(request("/api/v1/sites/" + site + "/flush/events"));
    }

    private HttpRequest.Builder request(String path) throws Exception {
        return world.request(path).header("Authorization", "Bearer " + access().token());
    }

    /** The answer to a request with a Host header of our choice, which the JDK's client does not allow. */
    private String raw(String host) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), world.server.address().getPort())) {
            String request = "GET /api/v1/sites HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer "
                    + access().token() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
