package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.ConfigLoader;
import org.etrngateway.config.GatewayConfig;
import org.etrngateway.notice.NoticeRules;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.scheduler.Opening;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies ahead, as it is told over and over: as the clock goes, is set back, and as windows change. */
class OpeningsTest {
    private static final SiteName ACME = new SiteName("acme");
    private static final Instant MORNING = Instant.parse("2026-11-28T08:00:00Z");

    @TempDir
    private Path folder;

    private final MutableClock wall = new MutableClock(MORNING);
    private DeliveryRules rules;
    private Openings openings;

    @BeforeEach
    void start() throws IOException {
        rules = rules("0 0 22 * * ?");
        openings = new Openings(() -> rules, wall);
    }

    private DeliveryRules rules(String cron) throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), """
                hostname: mx.isp.example
                data: data
                postmaster: admin@isp.example
                listeners: [{ name: smtp, kind: smtp, bind: "127.0.0.1:0" }]
                sites:
                  acme:
                    domains: [acme.example]
                    route: { host: 192.0.2.7 }
                    mode: window
                    windows: [{ cron: "%s", for: 1h, zone: UTC }]
                """.formatted(cron));
        GatewayConfig config = ConfigLoader.load(file).config().orElseThrow();
        return DeliveryRules.of(
                config.hostname(),
                config.sites().values(),
                config.outbound(),
                1,
                NoticeRules.standard(DomainName.parse("mx.isp.example")));
    }

    private Stream<String> next(int limit) {
        return openings.next(ACME, limit).stream().map(Opening::since).map(Instant::toString);
    }

    @Test
    void whatLiesAheadDoesUntilItBegins() {
        assertThat(next(1)).containsExactly("2026-11-28T22:00:00Z");
        wall.advance(Duration.ofHours(14).minusNanos(1));
        assertThat(next(2)).containsExactly("2026-11-28T22:00:00Z", "2026-11-29T22:00:00Z");
        wall.advance(Duration.ofNanos(1));
        assertThat(next(1)).containsExactly("2026-11-29T22:00:00Z");
    }

    @Test
    void aClockThatIsSetBackFindsWhatItHadPassed() {
        wall.advance(Duration.ofDays(1));
        assertThat(next(1)).containsExactly("2026-11-29T22:00:00Z");
        wall.advance(Duration.ofDays(-1));
        assertThat(next(1)).containsExactly("2026-11-28T22:00:00Z");
    }

    @Test
    void newWindowsCountAtOnce() throws IOException {
        assertThat(next(1)).containsExactly("2026-11-28T22:00:00Z");
        rules = rules("0 30 9 * * ?");
        assertThat(next(2)).containsExactly("2026-11-28T09:30:00Z", "2026-11-29T09:30:00Z");
    }

    @Test
    void aSiteThatThereIsNotHasNone() {
        assertThat(openings.next(new SiteName("nobody"), 3)).isEmpty();
    }
}
