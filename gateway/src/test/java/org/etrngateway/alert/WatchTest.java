package org.etrngateway.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.ConfigLoader;
import org.etrngateway.config.GatewayConfig;
import org.etrngateway.config.SiteDirectory;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MemoryQueue;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.queue.history.Contact;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is amiss with which site, by limits of its own and the general ones. */
class WatchTest {
    private static final SiteName ACME = new SiteName("acme");
    private static final SiteName BETA = new SiteName("beta");

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private final Map<SiteName, Contact> contacts = new HashMap<>();
    private final Map<SiteName, Integer> budgets = new HashMap<>();
    private final List<String> damage = new ArrayList<>();
    private boolean doubt;
    private MemoryQueue queue;
    private Watch watch;

    @BeforeEach
    void load() throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), """
                hostname: mx.isp.example
                postmaster: admin@isp.example
                listeners: [{ name: smtp, kind: smtp, bind: "127.0.0.1:0" }]
                alerts: { silent: 3d, older: 2d, larger: 5KB, messages: 3, expiring: 12h, budget: true }
                sites:
                  acme: { domains: [acme.example], route: { host: 192.0.2.7 } }
                  beta:
                    domains: [beta.example]
                    route: { host: 192.0.2.8 }
                    expire: 30d
                    alerts: { silent: 20d, older: 25d, larger: 1MB, messages: 100, expiring: 2d, budget: false }
                """);
        GatewayConfig config = ConfigLoader.load(file).config().orElseThrow();
        SiteDirectory sites = new SiteDirectory(config.sites().values());
        queue = new MemoryQueue(sites::siteOf, Map.of(), clock);
        watch = new Watch(
                () -> new Watch.Limits(config.alerts().limits(), config.sites()),
                queue,
                site -> Optional.ofNullable(contacts.get(site)),
                site -> Optional.ofNullable(budgets.get(site.name())),
                new Watch.House(() -> doubt, () -> damage),
                clock);
    }

    private void mail(int octets, String recipient) {
        Messages.put(queue, Messages.envelope(clock.instant(), recipient), "", Messages.sized(octets));
    }

    private void after(Duration time) {
        clock.advance(time);
    }

    @Test
    void nothingIsAmissWhereNothingIsHeldAndAllWereHeard() {
        contacts.put(ACME, new Contact(clock.instant(), Optional.empty()));
        assertThat(watch.look()).isEmpty();
    }

    @Test
    void aSiteIsSilentByItsOwnLimitOrTheGeneralOne() {
        Instant begin = clock.instant();
        contacts.put(ACME, new Contact(begin, Optional.empty()));
        contacts.put(BETA, new Contact(begin, Optional.of(begin)));
        after(Duration.ofDays(3));
        assertThat(watch.look()).isEmpty();
        after(Duration.ofSeconds(1));
        assertThat(watch.look())
                .containsOnlyKeys(Matter.of(Condition.SILENT, ACME))
                .containsValue("nothing was ever heard; it is known since 2026-03-01T12:00:00Z");
        after(Duration.ofDays(17));
        assertThat(watch.look()).containsOnlyKeys(Matter.of(Condition.SILENT, ACME), Matter.of(Condition.SILENT, BETA));
        contacts.put(ACME, new Contact(begin, Optional.of(clock.instant())));
        assertThat(watch.look()).containsOnlyKeys(Matter.of(Condition.SILENT, BETA));
    }

    @Test
    void mailIsOldThenNearItsEnd() {
        mail(100, "a@acme.example");
        mail(100, "b@beta.example");
        after(Duration.ofDays(2).plusSeconds(1));
        assertThat(watch.look())
                .containsOnlyKeys(Matter.of(Condition.OLDER, ACME))
                .containsValue("its oldest message is of 2026-03-01T12:00:00Z");
        after(Duration.ofDays(2).plusHours(12));
        assertThat(watch.look())
                .containsOnlyKeys(Matter.of(Condition.OLDER, ACME), Matter.of(Condition.EXPIRING, ACME))
                .containsValue("its oldest message will be given up at 2026-03-06T12:00:00Z");
        after(Duration.ofDays(24));
        assertThat(watch.look().keySet())
                .contains(Matter.of(Condition.OLDER, BETA), Matter.of(Condition.EXPIRING, BETA));
    }

    @Test
    void aQueueIsLargeInOctetsOrInMessages() {
        for (int i = 0; i < 3; i++) {
            mail(1_000, "a@acme.example");
            mail(1_000, "b@beta.example");
        }
        assertThat(watch.look()).isEmpty();
        mail(100, "a@acme.example");
        assertThat(watch.look())
                .containsOnlyKeys(Matter.of(Condition.MESSAGES, ACME))
                .containsValue("4 messages are held, more than 3");
        mail(3_000, "a@acme.example");
        assertThat(watch.look()).containsKey(Matter.of(Condition.LARGER, ACME)).hasSize(2);
    }

    @Test
    void aBudgetIsToldWhereItIsWanted() {
        budgets.put(ACME, 99);
        budgets.put(BETA, 100);
        assertThat(watch.look()).isEmpty();
        budgets.put(ACME, 100);
        assertThat(watch.look()).containsOnlyKeys(Matter.of(Condition.BUDGET, ACME));
    }

    @Test
    void theGatewayItselfIsWatchedWithoutAnyLimit() {
        doubt = true;
        queue.become(MailQueue.Acceptance.FULL);
        assertThat(watch.look()).containsOnlyKeys(Matter.of(Condition.CLOCK), Matter.of(Condition.DISK_FULL));
        queue.become(MailQueue.Acceptance.OPEN);
        doubt = false;
        damage.addAll(List.of("segments/1, offset 7: the body is damaged", "large/2: missing"));
        assertThat(watch.look())
                .containsOnlyKeys(Matter.of(Condition.DAMAGE))
                .containsValue("2 places in the spool are damaged, see `gateway spool verify`; the first: segments/1,"
                        + " offset 7: the body is damaged");
        damage.clear();
        mail(100, "x@nowhere.example");
        assertThat(watch.look())
                .containsOnlyKeys(Matter.of(Condition.UNASSIGNED))
                .containsValue("1 messages are for domains that belong to no site");
    }
}
