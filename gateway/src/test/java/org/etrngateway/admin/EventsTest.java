package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.history.HistoryEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens at sites, as those hear it who listen over HTTP. */
class EventsTest {
    private static final SiteName HARBOUR = new SiteName("harbour");

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
    void whoListensHearsFirstWhatRunsAndStandsAndThenWhatHappens() throws Exception {
        try (Stream<String> lines = listen(world.token(Role.OPERATOR), "").body()) {
            Iterator<String> heard = lines.iterator();
            assertThat(until(heard, "event: alert", 3))
                    .contains("event: flushing")
                    .anyMatch(line -> line.startsWith("data: {\"site\":\"acme\",\"by\":\"ETRN by 192.0.2.1\""));
            asked(AdminWorld.ACME, "192.0.2.9");
            List<String> asked = until(heard, "event: asked", 1);
            assertThat(asked).anyMatch(line -> line.matches("id: \\d+"));
            assertThat(heard.next())
                    .contains("\"site\":\"acme\",\"kind\":\"asked\",\"cause\":\"etrn\",\"by\":\"192.0.2.9\"");
        }
    }

    @Test
    void whoComesBackHearsWhatHeMissedAndNothingTwice() throws Exception {
        for (int i = 1; i <= 3; i++) {
            asked(AdminWorld.ACME, "192.0.2." + i);
        }
        await().until(() -> world.history.after(Optional.empty(), 0, 9).size() == 3);
        long first = world.history.after(Optional.empty(), 0, 1).get(0).number();
        try (Stream<String> lines =
                listen(world.token(Role.OPERATOR), Long.toString(first)).body()) {
            Iterator<String> heard = lines.iterator();
            until(heard, "event: asked", 1);
            assertThat(heard.next()).contains("192.0.2.2");
            until(heard, "event: asked", 1);
            assertThat(heard.next()).contains("192.0.2.3");
        }
    }

    @Test
    void aSiteHearsOfItselfAlone() throws Exception {
        asked(HARBOUR, "192.0.2.1");
        asked(AdminWorld.ACME, "192.0.2.2");
        await().until(() -> world.history.after(Optional.empty(), 0, 9).size() == 2);
        try (Stream<String> lines = listen(world.token(Role.SITE), "0").body()) {
            List<String> heard = until(lines.iterator(), "event: alert", 1);
            assertThat(heard).noneMatch(line -> line.contains("harbour")).anyMatch(line -> line.contains("192.0.2.2"));
        }
    }

    @Test
    void anIdThatIsNoneIsRefused() throws Exception {
        HttpResponse<Stream<String>> response = listen(world.token(Role.OPERATOR), "yesterday");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(String.join("", response.body().toList())).contains("Last-Event-ID is the id of an event");
    }

    private void asked(SiteName site, String by) {
        world.history.record(new HistoryEntry(
                Instant.EPOCH, site, HistoryEntry.Kind.ASKED, "ETRN", by, "started", HistoryEntry.Work.NONE));
    }

    private HttpResponse<Stream<String>> listen(String token, String last) throws Exception {
        HttpRequest.Builder request = world.request("/api/v1/events").header("Authorization", "Bearer " + token);
        return world.listen(last.isEmpty() ? request : request.header("Last-Event-ID", last));
    }

    /** What was heard, up to a line that came so often. */
    private static List<String> until(Iterator<String> heard, String line, int times) {
        List<String> lines = new ArrayList<>();
        int left = times;
        while (left > 0) {
            lines.add(heard.next());
            left -= lines.get(lines.size() - 1).equals(line) ? 1 : 0;
        }
        return lines;
    }
}
