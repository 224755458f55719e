package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.Listing;
import org.etrngateway.queue.Selection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Messages as operators find them, look at them, and what they do with them. */
class HeldMailTest {
    private static final String SITE = "/api/v1/sites/acme/messages/";

    @TempDir
    private Path data;

    private AdminWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new AdminWorld(data, Clock.systemUTC());
        world.put("ann@acme.example", "Invoice 1");
        world.put("bob@acme.example", "Holiday");
        world.put("ann@acme.example", "invoice 2");
        world.put("zoe@harbour.example", "Invoice 3");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void allThatIsGivenMustHold() throws Exception {
        assertThat(found("?text=INVOICE")).containsExactly("Invoice 1", "invoice 2", "Invoice 3");
        assertThat(found("?text=invoice&site=acme")).containsExactly("Invoice 1", "invoice 2");
        assertThat(found("?text=invoice&to=zoe")).containsExactly("Invoice 3");
        assertThat(found("?from=alice@")).hasSize(4);
        assertThat(found("?from=%3C%3E")).isEmpty();
        assertThat(found("?larger=10")).hasSize(4);
        assertThat(found("?larger=1000")).isEmpty();
        assertThat(found("?until=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(found("?since=2020-01-01T00:00:00Z")).hasSize(4);
        assertThat(found("?state=operator_held")).isEmpty();
        assertThat(found("?reply=refused")).isEmpty();
    }

    @Test
    void whatMakesNoSenseInAFilterIsNamed() throws Exception {
        assertThat(get("/api/v1/messages?state=lost").body()).contains("state is held, in_flight, operator_held");
        assertThat(get("/api/v1/messages?since=monday").body()).contains("since is a time such as 2026-");
        assertThat(get("/api/v1/messages?larger=2MB").body()).contains("larger is a number from 0 on");
    }

    @Test
    void aSearchGoesOnWhereItEnded() throws Exception {
        JsonNode first = json(get("/api/v1/messages?text=invoice&limit=1"));
        assertThat(first.path("messages")).hasSize(1);
        JsonNode second = json(get("/api/v1/messages?text=invoice&limit=5&after="
                + first.path("next").asString()));
        assertThat(second.path("messages")).hasSize(2);
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void whatIsCountedIsWhatIsChangedAndNothingThatCameLater() throws Exception {
        JsonNode count = json(get("/api/v1/messages/count?site=acme&text=invoice"));
        assertThat(count.path("messages").asInt()).isEqualTo(2);
        world.put("ann@acme.example", "invoice 4");
        JsonNode done =
                json(post(SITE + "hold?text=invoice&last=" + count.path("last").asString()));
        assertThat(done.path("messages").asInt()).isEqualTo(2);
        assertThat(found("?state=operator_held")).containsExactly("Invoice 1", "invoice 2");
        assertThat(decided()).singleElement().asString().startsWith("HOLD 2 messages, ");
    }

    @Test
    void whatIsReleasedGoesAtOnceIfItsSiteIsThere() throws Exception {
        assertThat(post(SITE + id("Holiday") + "/hold").statusCode()).isEqualTo(204);
        assertThat(world.triggers).isEmpty();
        assertThat(post(SITE + id("Holiday") + "/release").statusCode()).isEqualTo(204);
        assertThat(found("?state=operator_held")).isEmpty();
        assertThat(world.triggers).extracting(Trigger::cause).containsExactly(Trigger.Cause.RELEASE);
    }

    @Test
    void aPriorityIsGivenWithItsNumberAlone() throws Exception {
        assertThat(post(SITE + id("Holiday") + "/priority").body()).contains("takes a priority from -9 to 9");
        assertThat(post(SITE + id("Holiday") + "/hold?priority=3").statusCode()).isEqualTo(400);
        assertThat(post(SITE + id("Holiday") + "/priority?priority=10").statusCode())
                .isEqualTo(400);
        assertThat(post(SITE + id("Holiday") + "/priority?priority=-3").statusCode())
                .isEqualTo(204);
        assertThat(listed("Holiday").priority()).isEqualTo(-3);
    }

    @Test
    void whatIsRemovedIsGoneWithoutAWordToItsSender() throws Exception {
        String id = id("Holiday");
        assertThat(post(SITE + id + "/remove").statusCode()).isEqualTo(204);
        assertThat(found("")).containsExactly("Invoice 1", "invoice 2", "Invoice 3");
        assertThat(decided())
                .singleElement()
                .asString()
                .isEqualTo("REMOVE message " + id + " from <alice@sender.example> to <bob@acme.example>");
        assertThat(post(SITE + id + "/remove").statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsBouncedIsReturnedToItsSender() throws Exception {
        assertThat(post(SITE + id("Holiday") + "/bounce").statusCode()).isEqualTo(204);
        Listed notice = world.queue
                .list(new Listing(Optional.empty(), Optional.empty(), 10))
                .get(3);
        assertThat(notice.sender().mailbox()).isEmpty();
        assertThat(notice.firstRecipient()).hasToString("alice@sender.example");
    }

    @Test
    void whatIsBeingDeliveredIsNotTakenAway() throws Exception {
        String id = id("Invoice 1");
        String last = id("invoice 2");
        var lease = world.queue
                .claim(AdminWorld.ACME, Selection.released(Instant.MAX), 1, Long.MAX_VALUE)
                .get(0);
        assertThat(lease.id()).hasToString(id);
        assertThat(post(SITE + id + "/remove").statusCode()).isEqualTo(409);
        JsonNode done = json(post(SITE + "remove?last=" + last));
        assertThat(done.path("messages").asInt()).isEqualTo(2);
        assertThat(done.path("skipped").asInt()).isEqualTo(1);
        assertThat(found("?site=acme")).containsExactly("Invoice 1");
    }

    @Test
    void whoSeesWhatOfAMessage() throws Exception {
        String path = SITE + id("Holiday");
        JsonNode own = json(get(path, world.token(Role.SITE)));
        assertThat(own.path("recipients").path(0).path("address").asString()).isEqualTo("bob@acme.example");
        assertThat(own.path("header")).isEmpty();
        String operator = world.token(Role.OPERATOR);
        JsonNode seen = json(get(path, operator));
        assertThat(seen.path("header").path(0).path("name").asString()).isEqualTo("Subject");
        assertThat(seen.path("header").path(0).path("value").asString()).isEqualTo("Holiday");
        assertThat(get(path + "/content", operator).statusCode()).isEqualTo(403);
    }

    @Test
    void anExportIsTheMessageOctetForOctetAndStandsInTheHistory() throws Exception {
        String id = id("Holiday");
        HttpResponse<String> content = get(SITE + id + "/content");
        assertThat(content.body()).isEqualTo("Subject: Holiday\r\n\r\n");
        assertThat(content.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"" + id + ".eml\"");
        assertThat(decided()).containsExactly("READ message " + id);
    }

    /** What operators did to acme, the latest first; the history is written soon after. */
    private List<String> decided() {
        return await().until(
                        () ->
                                world
                                        .history
                                        .page(Optional.of(AdminWorld.ACME), OptionalLong.empty(), 10)
                                        .entries()
                                        .stream()
                                        .map(entry -> entry.cause() + " " + entry.result())
                                        .toList(),
                        entries -> !entries.isEmpty());
    }

    private List<String> found(String query) throws Exception {
        List<String> subjects = new ArrayList<>();
        json(get("/api/v1/messages" + query))
                .path("messages")
                .forEach(message -> subjects.add(message.path("subject").asString()));
        return subjects;
    }

    private Listed listed(String subject) {
        return world.queue.list(new Listing(Optional.empty(), Optional.empty(), 10)).stream()
                .filter(listed -> listed.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    private String id(String subject) {
        return listed(subject).id().toString();
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.builder().build().readTree(response.body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(path, world.access().token());
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return world.send(world.request(path).header("Authorization", "Bearer " + token));
    }

    private HttpResponse<String> post(String path) throws Exception {
        return world.send(world.request(path)
                .header("Authorization", "Bearer " + world.access().token())
                .POST(HttpRequest.BodyPublishers.noBody()));
    }
}
