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
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.ConfigLoader;
import org.etrngateway.config.OutboundConfig;
import org.etrngateway.config.RetrySteps;
import org.etrngateway.config.Route;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.config.SiteDirectory;
import org.etrngateway.config.TlsMode;
import org.etrngateway.delivery.DeliveryRules;
import org.etrngateway.delivery.FlushFigures;
import org.etrngateway.delivery.LineFigures;
import org.etrngateway.delivery.LineUse;
import org.etrngateway.delivery.Openings;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.delivery.TriggerAnswer;
import org.etrngateway.queue.MemoryQueue;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.history.History;
import org.etrngateway.queue.history.HistoryEntry;
import org.etrngateway.queue.history.HistoryEntry.Kind;
import org.etrngateway.queue.history.HistoryEntry.Work;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminServerTest {
    private static final SiteName ACME = new SiteName("acme");
    private static final String SETTINGS = """
            hostname: mx.isp.example
            data: data
            postmaster: admin@isp.example
            listeners: [{ name: smtp, kind: smtp, bind: "127.0.0.1:0" }]
            sites:
              acme: { domains: [acme.example], route: { host: 192.0.2.7 }, budget: { day: { bytes: 10KB } } }
              harbour:
                domains: [harbour.example]
                route: { host: 192.0.2.8, port: 25 }
                mode: window
                windows: [{ cron: "0 0 22 * * ?", for: 6h, budget: { time: 1h } }]
            """;

    @TempDir
    private Path data;

    private final List<Trigger> triggers = new CopyOnWriteArrayList<>();
    private MemoryQueue queue;
    private History history;
    private AdminServer server;

    private static final LineFigures LINE = new LineFigures(9, 500, Optional.of(Duration.ofMillis(600)), false);

    @BeforeEach
    void start() throws IOException {
        Path file = Files.writeString(data.resolve("gateway.yaml"), SETTINGS);
        Map<SiteName, SiteConfig> sites =
                ConfigLoader.load(file).config().orElseThrow().sites();
        queue = new MemoryQueue(new SiteDirectory(sites.values())::siteOf, Map.of(), Clock.systemUTC());
        history = History.in(data);
        Operations operations = new Operations(
                queue,
                history,
                trigger -> {
                    triggers.add(trigger);
                    return new TriggerAnswer(TriggerAnswer.Kind.STARTED, 2, "");
                },
                () -> sites,
                () -> List.of(new FlushFigures(
                        ACME, "ETRN by 192.0.2.1", Instant.EPOCH, 1, 2, 3, 4, "250 OK", LINE, 5, 6000)),
                site -> new LineUse(3_500, Duration.ofSeconds(9)),
                openings(sites));
        server = new AdminServer(operations, new HostAddress("127.0.0.1", 0), data);
    }

    private static Openings openings(Map<SiteName, SiteConfig> sites) {
        OutboundConfig outbound = new OutboundConfig(
                new Route.Mx(25),
                new SessionConfig(
                        TlsMode.MAY, SessionConfig.Pipelining.AUTO, SessionConfig.EightBit.PASS, Duration.ZERO),
                RetrySteps.STANDARD,
                Duration.ofDays(5));
        DeliveryRules rules = DeliveryRules.of(DomainName.parse("mx.isp.example"), sites.values(), outbound, 1);
        return new Openings(() -> rules, Clock.fixed(Instant.parse("2026-11-28T15:24:00Z"), ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        server.close();
        history.close();
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
        assertThat(triggers).hasSize(1);
        assertThat(triggers.get(0).cause()).isEqualTo(Trigger.Cause.OPERATOR);
    }

    @Test
    void whatHappenedComesPageByPageTheLatestFirst() throws Exception {
        for (String by : List.of("192.0.2.1", "192.0.2.2", "192.0.2.3")) {
            Work work = new Work(2, 1, 0, 4000, Duration.ofMillis(1500));
            history.record(new HistoryEntry(Instant.EPOCH, ACME, Kind.FLUSHED, "ETRN", by, "well", work));
        }
        await().until(() -> history.page(Optional.empty(), OptionalLong.empty(), 9)
                        .entries()
                        .size()
                == 3);
        String first = send("GET", "/api/v1/history?site=acme&limit=2").body();
        assertThat(first)
                .contains("{\"at\":\"1970-01-01T00:00:00Z\",\"site\":\"acme\",\"kind\":\"flushed\",\"cause\":\"etrn\","
                        + "\"by\":\"192.0.2.3\",\"result\":\"well\",\"delivered\":2,\"deferred\":1,\"failed\":0,"
                        + "\"bytes\":4000,\"seconds\":1.5}")
                .contains("192.0.2.2")
                .doesNotContain("192.0.2.1");
        String next = first.replaceAll(".*\"next\":\"([^\"]+)\".*", "$1");
        assertThat(send("GET", "/api/v1/history?before=" + next).body())
                .contains("192.0.2.1", "\"next\":null")
                .doesNotContain("192.0.2.2");
        assertThat(send("GET", "/api/v1/history?site=harbour").body()).contains("\"events\":[]");
        assertThat(send("GET", "/api/v1/history?before=x").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/api/v1/history?site=nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void operatorsPauseAndResume() throws Exception {
        assertThat(send("POST", "/api/v1/sites/acme/pause").statusCode()).isEqualTo(204);
        assertThat(queue.summary(ACME).paused()).isTrue();
        assertThat(send("POST", "/api/v1/sites/acme/resume").statusCode()).isEqualTo(204);
        assertThat(queue.summary(ACME).paused()).isFalse();
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
                    HttpRequest.newBuilder(server.address().resolve("/api/v1/sites"));
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
        assertThat(raw("rebound.example:" + server.address().getPort())).startsWith("HTTP/1.1 421");
        assertThat(raw("localhost:" + server.address().getPort())).startsWith("HTTP/1.1 200");
    }

    @Test
    void theTokenIsTheOwnersAloneAndGoesWithTheServer() throws Exception {
        Path file = data.resolve("admin.token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(access().toString()).doesNotContain(access().token());
        server.close();
        assertThat(file).doesNotExist();
    }

    @Test
    void aPortInUseIsReported() {
        HostAddress taken = new HostAddress("127.0.0.1", server.address().getPort());
        assertThatThrownBy(() -> new AdminServer(operationsOfNobody(), taken, data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("admin interface cannot open " + taken);
    }

    private Operations operationsOfNobody() {
        return new Operations(
                queue,
                history,
                trigger -> new TriggerAnswer(TriggerAnswer.Kind.EMPTY, 0, ""),
                Map::of,
                List::of,
                site -> new LineUse(0, Duration.ZERO),
                openings(Map.of()));
    }

    private void put(String recipient) {
        var draft = queue.draft(Messages.envelope(Instant.now(), recipient), List.of());
        draft.append(java.nio.ByteBuffer.wrap("Subject: hi\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        draft.commit("hi").toCompletableFuture().join();
    }

    private AccessFile access() throws IOException {
        return AccessFile.read(data);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = request(path)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<Stream<String>> events(String site) throws Exception {
        HttpRequest request = request("/api/v1/sites/" + site + "/flush/events")
                .header("Accept", "text/event-stream")
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
    }

    private HttpRequest.Builder request(String path) throws Exception {
        return HttpRequest.newBuilder(server.address().resolve(path))
                .header("Authorization", "Bearer " + access().token());
    }

    /** The answer to a request with a Host header of our choice, which the JDK's client does not allow. */
    private String raw(String host) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            String request = "GET /api/v1/sites HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer "
                    + access().token() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
