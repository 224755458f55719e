package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.Route;
import org.etrngateway.config.TlsMode;
import org.etrngateway.delivery.Detour;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.Listing;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Mail that goes elsewhere, into files, and out of them, because an operator says so. */
class TransfersTest {
    private static final String ACME = "/api/v1/sites/acme/";
    private static final SiteName SITE = AdminWorld.ACME;

    @TempDir
    private Path data;

    private AdminWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new AdminWorld(data, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void whatMatchesIsRedirectedPageByPage() throws Exception {
        for (int i = 0; i < 150; i++) {
            world.put("ann@acme.example", i % 2 == 0 ? "even" : "odd");
        }
        String last = world.queue.list(new Listing(Optional.of(SITE), Optional.empty(), 140)).stream()
                .reduce((first, second) -> second)
                .orElseThrow()
                .id()
                .toString();
        JsonNode answer =
                json(post(ACME + "messages/redirect?text=even&last=" + last + "&route=office.example&why=dead"));
        assertThat(answer.path("outcome").asString()).isEqualTo("started");
        Trigger trigger = world.triggers.get(0);
        assertThat(trigger.cause()).isEqualTo(Trigger.Cause.REDIRECT);
        assertThat(trigger.why()).isEqualTo("dead");
        Detour detour = trigger.detour().orElseThrow();
        assertThat(detour.route()).isEqualTo(new Route.Fixed(new HostAddress("office.example", 25)));
        assertThat(detour.tls()).isEmpty();
        List<MessageId> chosen = new ArrayList<>();
        for (List<MessageId> page = detour.choice().next();
                !page.isEmpty();
                page = detour.choice().next()) {
            assertThat(page).hasSizeLessThan(70);
            chosen.addAll(page);
        }
        assertThat(chosen).hasSize(70).doesNotHaveDuplicates();
    }

    @Test
    void oneMessageIsRedirected() throws Exception {
        world.put("ann@acme.example", "one");
        world.put("ann@acme.example", "two");
        String id = world.firstId();
        json(post(ACME + "messages/" + id + "/redirect?route=mx&tls=require"));
        Detour detour = world.triggers.get(0).detour().orElseThrow();
        assertThat(detour.route()).isEqualTo(new Route.Mx(25));
        assertThat(detour.tls()).contains(TlsMode.REQUIRE);
        assertThat(detour.choice().next()).extracting(MessageId::toString).containsExactly(id);
        assertThat(detour.choice().next()).isEmpty();
    }

    @Test
    void aRouteThatIsNoneIsNamed() throws Exception {
        world.put("ann@acme.example", "one");
        String one = ACME + "messages/" + world.firstId() + "/redirect";
        assertThat(post(one).body()).contains("route is missing");
        assertThat(post(one + "?route=no_host").body()).contains("route is a host with or without a port");
        assertThat(post(one + "?route=a.example:99999").statusCode()).isEqualTo(400);
        assertThat(post(one + "?route=a.example&tls=maybe").body()).contains("tls is none, may or require");
        assertThat(post(ACME + "messages/redirect?route=a.example").body()).contains("count first");
        assertThat(post(ACME + "messages/0000000000009/redirect?route=a.example")
                        .statusCode())
                .isEqualTo(404);
        assertThat(world.triggers).isEmpty();
    }

    @Test
    void whatIsExportedIsImportedAgainAndOnlyOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            world.put("ann@acme.example", "message " + i);
        }
        HttpResponse<String> mbox = get(ACME + "export?format=mbox");
        assertThat(mbox.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"acme.mbox\"");
        assertThat(mbox.body())
                .startsWith("From alice@sender.example ")
                .contains("\nX-Original-To: ann@acme.example\nSubject: message 1\n\n");
        JsonNode answer = json(upload("import?format=mbox&skip=1", mbox.body()));
        assertThat(answer.path("taken").asInt()).isEqualTo(2);
        assertThat(answer.path("skipped").asInt()).isEqualTo(1);
        assertThat(answer.path("stopped").isNull()).isTrue();
        List<Listed> held = held();
        assertThat(held)
                .extracting(Listed::subject)
                .containsExactly("message 0", "message 1", "message 2", "message 1", "message 2");
        assertThat(held.get(4).sender()).hasToString("alice@sender.example");
        HttpResponse<String> content = get(ACME + "messages/" + held.get(4).id() + "/content");
        assertThat(content.body())
                .matches("(?s)Received: by mx.isp.example \\(handed in by an operator\\)\r\n\tid "
                        + held.get(4).id() + ";\r\n\t[^\r]*\r\nSubject: message 2\r\n\r\n");
        await().until(() -> decided().size() == 3);
        assertThat(decided()).contains("EXPORT 3 messages as mbox").contains("IMPORT 2 messages behind the first 1");
    }

    @Test
    void anExportOfManyPagesHasEachOnceAndInOrder() throws Exception {
        int many = 2 * Search.PAGE + 7;
        for (int i = 0; i < many; i++) {
            world.put("ann@acme.example", "message " + i);
        }
        List<String> subjects = get(ACME + "export?format=mbox")
                .body()
                .lines()
                .filter(line -> line.startsWith("Subject: "))
                .toList();
        assertThat(subjects)
                .hasSize(many)
                .doesNotHaveDuplicates()
                .startsWith("Subject: message 0", "Subject: message 1");
    }

    private void putLarge(int octets) throws Exception {
        Messages.put(
                world.queue,
                Messages.envelope(Instant.now(), "ann@acme.example"),
                "large",
                Messages.text("large", new String(Messages.sized(octets), StandardCharsets.US_ASCII)));
    }

    @Test
    void aThirdFileHasToWait() throws Exception {
        // More than sockets and clients keep of what nobody reads.
        putLarge(24_000_000);
        try (InputStream first = world.download(ACME + "export?format=mbox").body();
                InputStream second = world.download(ACME + "export?format=mbox").body()) {
            assertThat(first.read()).isEqualTo('F');
            assertThat(second.read()).isEqualTo('F');
            HttpResponse<String> third = get(ACME + "export?format=mbox");
            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.headers().firstValue("Retry-After")).contains("30");
        }
        await().until(() -> get(ACME + "export?format=mbox&text=nothing").statusCode() == 200);
    }

    @Test
    void aZipHasAFileForEachThatMatches() throws Exception {
        world.put("ann@acme.example", "one");
        world.put("ann@acme.example", "two");
        HttpResponse<InputStream> answer = world.download(ACME + "export?format=zip&text=two");
        List<String> files = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(answer.body())) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.add(entry.getName() + ": " + new String(zip.readAllBytes(), StandardCharsets.US_ASCII));
            }
        }
        assertThat(files)
                .singleElement()
                .satisfies(file -> assertThat(file)
                        .isEqualTo(held().get(1).id() + ".eml: Return-Path: <alice@sender.example>\r\n"
                                + "X-Original-To: ann@acme.example\r\nSubject: two\r\n\r\n"));
    }

    @Test
    void anExportThatBreaksOffDoesNotLookWhole() throws Exception {
        putLarge(1_000_000);
        world.put("ann@acme.example", "two");
        world.queue.corrupt(held().get(1).id());
        HttpResponse<InputStream> answer = world.download(ACME + "export?format=mbox");
        try (InputStream body = answer.body()) {
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
        await().until(() ->
                decided().stream().anyMatch(text -> text.startsWith("EXPORT 1 messages as mbox, broken off: ")));
    }

    @Test
    void anExportThatCannotBeginSaysWhy() throws Exception {
        world.put("ann@acme.example", "one");
        world.queue.corrupt(held().get(0).id());
        HttpResponse<String> answer = get(ACME + "export?format=zip");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("the export broke off: ");
    }

    @Test
    void oneMessageIsTakenWithTheEnvelopeThatIsSaid() throws Exception {
        String body = "Subject: caf\u00e9\n\nbare line ends\n.dot\n";
        JsonNode answer = json(upload("import?format=eml&from=%3C%3E&to=ann@acme.example&to=bob@acme.example", body));
        assertThat(answer.path("taken").asInt()).isEqualTo(1);
        Listed one = held().get(0);
        assertThat(one.sender().isNull()).isTrue();
        assertThat(one.recipients()).hasSize(2);
        assertThat(get(ACME + "messages/" + one.id() + "/content").body())
                .endsWith("\r\nSubject: caf\u00e9\r\n\r\nbare line ends\r\n.dot\r\n");
        assertThat(json(get(ACME + "messages/" + one.id())).path("body").asString())
                .isEqualTo("8bitmime");
    }

    @Test
    void anImportStopsAtTheFirstThatCannotBeTakenAndSaysWhere() throws Exception {
        String mbox = """
                From ann@sender.example Sun Mar  1 09:05:06 2026
                Delivered-To: ann@acme.example
                Subject: good

                From ann@sender.example Sun Mar  1 09:05:06 2026
                Delivered-To: zoe@harbour.example
                Subject: of another

                From ann@sender.example Sun Mar  1 09:05:06 2026
                Delivered-To: ann@acme.example
                Subject: never seen

                """;
        JsonNode answer = json(upload("import?format=mbox", mbox));
        assertThat(answer.path("taken").asInt()).isEqualTo(1);
        assertThat(answer.path("stopped").path("message").asInt()).isEqualTo(2);
        assertThat(answer.path("stopped").path("reason").asString())
                .isEqualTo("none of its recipients [zoe@harbour.example] is of site acme");
        assertThat(held()).extracting(Listed::subject).containsExactly("good");
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        String message = "Subject: x\n\n";
        assertThat(reason(upload("import?format=eml&to=ann@acme.example", message)))
                .contains("say --from");
        assertThat(reason(upload("import?format=eml&from=ann@x.example", message)))
                .contains("say --to");
        assertThat(reason(upload("import?format=mbox", message))).contains("this is no mbox");
        assertThat(upload("import?format=eml&to=zoe@harbour.example", message).body())
                .contains("<zoe@harbour.example> is no address of site acme");
        assertThat(upload("import?format=zip", message).body()).contains("format is mbox or eml");
        assertThat(upload("import?format=eml&to=nobody", message).body()).contains("to is an address");
        assertThat(upload("import?format=eml&from=nobody", message).body()).contains("from is an address, or <>");
        assertThat(held()).isEmpty();
    }

    @Test
    void aMessageThatIsLargerThanIsTakenIsNotTakenInPart() throws Exception {
        String large = "Subject: x\n\n" + "0123456789abcde\n".repeat(1_000_000);
        HttpResponse<String> answer = upload("import?format=eml&from=a@x.example&to=ann@acme.example", large);
        assertThat(reason(answer)).contains("it is larger than the 10000000 octets that are taken");
        assertThat(held()).isEmpty();
        assertThat(world.queue.summary(SITE).bytes()).isZero();
    }

    private static String reason(HttpResponse<String> answer) {
        JsonNode stopped = json(answer).path("stopped");
        assertThat(stopped.path("message").asInt()).isEqualTo(1);
        return stopped.path("reason").asString();
    }

    private List<Listed> held() {
        return world.queue.list(new Listing(Optional.of(SITE), Optional.empty(), 100));
    }

    private List<String> decided() {
        return world.history.page(Optional.of(SITE), OptionalLong.empty(), 10).entries().stream()
                .map(entry -> entry.cause() + " " + entry.result())
                .toList();
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.builder().build().readTree(response.body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return world.send(request(path));
    }

    private HttpResponse<String> post(String path) throws Exception {
        return world.send(request(path).POST(BodyPublishers.noBody()));
    }

    private HttpResponse<String> upload(String path, String file) throws Exception {
        byte[] octets = file.getBytes(StandardCharsets.UTF_8);
        return world.send(request(ACME + path)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(octets))));
    }

    private HttpRequest.Builder request(String path) throws IOException {
        return world.request(path)
                .header("Authorization", "Bearer " + world.access().token());
    }
}
