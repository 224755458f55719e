package org.etrngateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etrngateway.address.SiteName;
import org.etrngateway.alert.Alert;
import org.etrngateway.alert.Condition;
import org.etrngateway.config.ConfigLoader;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.config.SiteDirectory;
import org.etrngateway.delivery.FlushFigures;
import org.etrngateway.delivery.LineFigures;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.MemoryQueue;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.history.HistoryEntry;
import org.etrngateway.queue.history.HistoryEntry.Kind;
import org.etrngateway.queue.history.HistoryEntry.Work;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures as a monitoring system reads them. */
class ExpositionTest {
    private static final SiteName ACME = new SiteName("acme");
    private static final Instant END = Instant.parse("2027-03-01T00:00:00Z");
    private static final Pattern NAME = Pattern.compile("`(etrngateway_[a-z_]+)");

    @TempDir
    private Path data;

    private final Counts counts = new Counts();
    private MemoryQueue queue;
    private Readings readings;
    private Exposition totals;

    @BeforeEach
    void start() throws Exception {
        Path file = Files.writeString(data.resolve("gateway.yaml"), """
                hostname: mx.isp.example
                data: data
                postmaster: admin@isp.example
                listeners: [{ name: smtp, kind: smtp, bind: "127.0.0.1:0" }]
                sites:
                  acme: { domains: [acme.example], route: { host: 192.0.2.7 }, quota: { bytes: 1MB } }
                  harbour: { domains: [harbour.example], route: { host: 192.0.2.8 } }
                """);
        Map<SiteName, SiteConfig> sites =
                ConfigLoader.load(file).config().orElseThrow().sites();
        queue = new MemoryQueue(new SiteDirectory(sites.values())::siteOf, Map.of(), Clock.systemUTC());
        queue.onArrival(counts);
        LineFigures line = new LineFigures(9, 500, Optional.empty(), false);
        LineFigures resting = new LineFigures(9, 0, Optional.empty(), true);
        readings = new Readings(
                queue,
                () -> sites,
                () -> List.of(
                        new FlushFigures(ACME, "ETRN", Instant.EPOCH, 1, 2, 3, 4, "", line, 5, 6),
                        new FlushFigures(ACME, "ETRN", Instant.EPOCH, 1, 2, 3, 4, "", resting, 0, 0)),
                () -> 7,
                () -> Map.of("mx.isp.example", END),
                () -> List.of(
                        new Alert(Condition.SILENT, Optional.of(ACME), END, "nothing was heard"),
                        new Alert(Condition.CLOCK, Optional.empty(), END, "the clock was set")),
                data);
        totals = new Exposition(counts, readings, false, "1.0");
    }

    @AfterEach
    void stop() {
        totals.close();
    }

    @Test
    void whatIsHeldIsReadAtEachQuestion() {
        assertThat(values(totals)).containsEntry("etrngateway_held_messages", "0.0");
        put("x@acme.example");
        put("y@harbour.example");
        queue.apply(new Directive.Pause(ACME, "anna")).toCompletableFuture().join();
        assertThat(values(totals))
                .containsEntry("etrngateway_held_messages", "2.0")
                .containsEntry("etrngateway_waiting_sites", "2.0")
                .containsEntry("etrngateway_paused_sites", "1.0")
                .containsEntry("etrngateway_accepting", "1.0")
                .containsEntry("etrngateway_connections", "7.0")
                .containsEntry("etrngateway_running_flushes", "1.0")
                .containsEntry("etrngateway_goodput_bytes", "500.0")
                .containsEntry("etrngateway_alerts{condition=\"silent\"}", "1.0")
                .containsEntry("etrngateway_alerts{condition=\"disk-full\"}", "0.0")
                .containsEntry("etrngateway_arrived_messages_total{held=\"no\"}", "2.0")
                .containsEntry("etrngateway_build_info{version=\"1.0\"}", "1")
                .containsEntry(
                        "etrngateway_certificate_expiry_timestamp_seconds{name=\"mx.isp.example\"}",
                        Double.toString((double) END.getEpochSecond()))
                .hasEntrySatisfying(
                        "etrngateway_oldest_message_timestamp_seconds",
                        at -> assertThat(Double.valueOf(at)).isPositive());
    }

    @Test
    void whatHappenedIsCountedByItsCause() {
        Work work = new Work(5, 2, 1, 4000, Duration.ofMillis(1500));
        counts.told(new HistoryEntry(END, ACME, Kind.ASKED, "ETRN", "192.0.2.1", "started, 7 wait", Work.NONE));
        counts.told(new HistoryEntry(END, ACME, Kind.FLUSHED, "ETRN", "192.0.2.1", HistoryEntry.WELL, work));
        counts.told(new HistoryEntry(END, ACME, Kind.FLUSHED, "RETRY", "schedule", "the line broke", work));
        assertThat(values(totals))
                .containsEntry("etrngateway_asked_total{cause=\"etrn\"}", "1.0")
                .containsEntry("etrngateway_asked_total{cause=\"operator\"}", "0.0")
                .containsEntry("etrngateway_flushes_total{cause=\"etrn\",result=\"well\"}", "1.0")
                .containsEntry("etrngateway_flushes_total{cause=\"retry\",result=\"broken\"}", "1.0")
                .containsEntry("etrngateway_flush_seconds_sum{cause=\"etrn\"}", "1.5")
                .containsEntry("etrngateway_recipients_total{outcome=\"delivered\"}", "10.0")
                .containsEntry("etrngateway_recipients_total{outcome=\"failed\"}", "2.0")
                .containsEntry("etrngateway_delivered_bytes_total", "8000.0");
    }

    @Test
    void sitesHaveFiguresOnlyWhereAskedFor() {
        put("x@acme.example");
        assertThat(totals.text()).doesNotContain("site=\"");
        try (Exposition each = new Exposition(counts, readings, true, "1.0")) {
            assertThat(values(each))
                    .containsEntry("etrngateway_site_held_messages{site=\"acme\"}", "1.0")
                    .containsEntry("etrngateway_site_held_messages{site=\"harbour\"}", "0.0")
                    .containsEntry("etrngateway_site_quota_bytes{site=\"acme\"}", "1000000.0")
                    .doesNotContainKey("etrngateway_site_quota_bytes{site=\"harbour\"}")
                    .containsEntry("etrngateway_sites_left_out", "0.0");
        }
    }

    @Test
    void noMoreThanAThousandSitesHaveFiguresOfTheirOwn() {
        Map<SiteName, SiteConfig> many = new HashMap<>();
        SiteConfig one = readings.sites().get().get(ACME);
        for (int i = 0; i < Levels.MOST_SITES + 5; i++) {
            many.put(new SiteName("s" + i), one);
        }
        Readings more = new Readings(
                queue,
                () -> many,
                readings.flushes(),
                readings.connections(),
                readings.certificates(),
                readings.alerts(),
                data);
        try (Exposition each = new Exposition(counts, more, true, "1.0")) {
            Map<String, String> values = values(each);
            assertThat(values.keySet().stream().filter(name -> name.startsWith("etrngateway_site_held_messages")))
                    .hasSize(Levels.MOST_SITES);
            assertThat(values).containsEntry("etrngateway_sites_left_out", "5.0");
        }
    }

    @Test
    void theManualAndTheRulesNameWhatThereIs() throws Exception {
        put("x@acme.example");
        try (Exposition each = new Exposition(counts, readings, true, "1.0")) {
            Set<String> real = each.text()
                    .lines()
                    .filter(line -> line.startsWith("etrngateway_"))
                    .map(line -> line.replaceFirst("[{ ].*", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(named("docs/metrics.md", NAME)).containsExactlyInAnyOrderElementsOf(real);
            Pattern word = Pattern.compile("(etrngateway_[a-z_]+)");
            assertThat(real)
                    .containsAll(named("scripts/monitoring/alerts.yaml", word))
                    .containsAll(named("scripts/monitoring/dashboard.json", word));
        }
    }

    private static Set<String> named(String file, Pattern name) throws Exception {
        Matcher matcher = name.matcher(Files.readString(Path.of("..", file)));
        Set<String> names = new TreeSet<>();
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        assertThat(names).as(file).isNotEmpty();
        return names;
    }

    private static Map<String, String> values(Exposition exposition) {
        Stream<String> lines = exposition.text().lines().filter(line -> line.startsWith("etrngateway_"));
        return lines.collect(Collectors.toMap(
                line -> line.substring(0, line.lastIndexOf(' ')), line -> line.substring(line.lastIndexOf(' ') + 1)));
    }

    private void put(String recipient) {
        var draft = queue.draft(Messages.envelope(Instant.now(), recipient), List.of());
        draft.append(ByteBuffer.wrap("Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        draft.commit("x").toCompletableFuture().join();
    }
}
