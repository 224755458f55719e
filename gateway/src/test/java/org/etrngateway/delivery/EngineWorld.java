package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.RetryConfig;
import org.etrngateway.config.RetrySteps;
import org.etrngateway.config.Route;
import org.etrngateway.config.ScheduleConfig;
import org.etrngateway.config.ScheduleConfig.Mode;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.TlsMode;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.notice.NoticeRules;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.Listing;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MemoryQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.history.HistoryEntry;
import org.etrngateway.scheduler.ManualAlarms;

/**
 * A delivery engine in a world of one thread: sites {@code acme} and {@code beta} hold, {@code outbound}
 * goes by MX.
 */
final class EngineWorld {
    static final SiteName ACME = new SiteName("acme");
    static final SiteName BETA = new SiteName("beta");
    static final String ACME_HOST = "192.0.2.1";
    static final String BETA_HOST = "192.0.2.2";
    static final DomainName HOSTNAME = DomainName.parse("mx.isp.example");
    static final Duration LIFETIME = Duration.ofMinutes(10);
    static final Duration GRACE = Duration.ofHours(1);

    final MutableClock clock = new MutableClock();
    final WrongClock wall = new WrongClock(clock);
    final ManualWorkers workers;
    final ManualAlarms alarms = new ManualAlarms();
    final Map<DomainName, String> hosts = new HashMap<>();
    final Map<SiteName, SiteRule> rules = new ConcurrentHashMap<>();
    final Map<String, List<Outcome>> outcomes = new ConcurrentSkipListMap<>();
    final MemoryQueue memory = new MemoryQueue(EngineWorld::site, Map.of(), clock);
    final MailQueue queue = new OutcomeLog(memory, outcomes);
    final ModelNetwork network;
    final Openings openings = new Openings(this::rules, wall);
    private final ToldFile told;
    /** What senders are told. */
    volatile NoticeRules notices = NoticeRules.standard(HOSTNAME);

    private final List<HistoryEntry> history = new CopyOnWriteArrayList<>();
    /** Reverse sessions open at once. */
    volatile int sessions = 10;

    final DeliveryEngine engine;

    EngineWorld(String... keywords) {
        this(new ManualWorkers(), keywords);
    }

    private EngineWorld(ManualWorkers workers, String... keywords) {
        this(workers, workers, workers, keywords);
    }

    /** With threads: one for all connections, others for the disk. */
    EngineWorld(Executor thread, ScheduledExecutorService disk, String... keywords) {
        this(new ManualWorkers(), thread, disk, keywords);
    }

    private EngineWorld(ManualWorkers workers, Executor thread, ScheduledExecutorService disk, String... keywords) {
        this.workers = workers;
        told = toldFile();
        network = new ModelNetwork(thread, List.of(keywords));
        rules.put(ACME, hold(ACME_HOST));
        rules.put(BETA, hold(BETA_HOST));
        rules.put(SiteName.OUTBOUND, rule(new Route.Mx(25), true, Duration.ZERO));
        Routes routes = new Routes(dns(), HOSTNAME, Set::of, disk);
        engine = new DeliveryEngine(queue, network, routes, this::rules, history::add, disk, clocks());
    }

    /** What the history was told. */
    List<HistoryEntry> history() {
        return List.copyOf(history);
    }

    private static ToldFile toldFile() {
        try {
            Path target = Files.createDirectories(Path.of("target"));
            return new ToldFile(Files.createTempDirectory(target, "told").resolve("file"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Clocks clocks() {
        ExpiryClock expiry = new ExpiryClock(wall, clock, () -> GRACE, Optional.empty());
        // There is no such folder: what one world used is nothing to the next.
        Budgets budgets = new Budgets(Path.of("target", "nowhere"), wall, openings);
        return new Clocks(
                wall, clock, expiry, new HeartbeatFile(Path.of("target", "heartbeat")), openings, budgets, told);
    }

    static SiteRule hold(String host) {
        return rule(new Route.Fixed(new HostAddress(host, 25)), false, LIFETIME);
    }

    static SiteRule retry(String host) {
        return rule(new Route.Fixed(new HostAddress(host, 25)), true, LIFETIME);
    }

    private static SiteRule rule(Route route, boolean retries, Duration lifetime) {
        SessionConfig session = new SessionConfig(
                TlsMode.MAY, SessionConfig.Pipelining.AUTO, SessionConfig.EightBit.PASS, Duration.ZERO);
        return new SiteRule(
                route,
                session,
                FlushConfig.STANDARD,
                new ScheduleConfig(
                        Set.of(retries ? Mode.RETRY : Mode.HOLD),
                        List.of(),
                        RetryConfig.of(RetrySteps.parse("5m, 1h")),
                        Duration.ofDays(5)),
                lifetime);
    }

    /** A view, not a copy, for it is asked at every step of thousands of sites. */
    private DeliveryRules rules() {
        return new DeliveryRules(HOSTNAME, Collections.unmodifiableMap(rules), Duration.ofDays(5), sessions, notices);
    }

    static Optional<SiteName> site(DomainName domain) {
        return switch (domain.name()) {
            case "acme.example" -> Optional.of(ACME);
            case "beta.example" -> Optional.of(BETA);
            default ->
                domain.name().endsWith(".many.example")
                        ? Optional.of(new SiteName(domain.name().replace(".many.example", "")))
                        : Optional.empty();
        };
    }

    private Dns dns() {
        return new Dns() {
            @Override
            public List<Mx> mx(DomainName domain) {
                return List.of();
            }

            @Override
            public List<InetAddress> addresses(String host) throws IOException {
                String address = hosts.get(DomainName.parse(host));
                if (address == null) {
                    throw new IOException("no answer for " + host);
                }
                return List.of(InetAddress.getByName(address));
            }
        };
    }

    /** How the flushes of a site go about it from now on. */
    void flush(SiteName site, FlushConfig flush) {
        rules.computeIfPresent(
                site,
                (name, rule) -> new SiteRule(
                        rule.route(), rule.session(), flush, rule.schedule(), rule.lifetime(), rule.delay()));
    }

    /** When mail of a site goes unasked from now on. */
    void schedule(SiteName site, ScheduleConfig schedule) {
        rules.computeIfPresent(
                site,
                (name, rule) -> new SiteRule(
                        rule.route(), rule.session(), rule.flush(), schedule, rule.lifetime(), rule.delay()));
    }

    /** From now on senders hear of mail of the site that is older than that. */
    void delay(SiteName site, Duration age) {
        rules.computeIfPresent(
                site,
                (name, rule) -> new SiteRule(
                        rule.route(),
                        rule.session(),
                        rule.flush(),
                        rule.schedule(),
                        rule.lifetime(),
                        Optional.of(age)));
    }

    /** From now on sessions with the site stay open so long when all is delivered. */
    void linger(SiteName site, Duration time) {
        rules.computeIfPresent(site, (name, rule) -> {
            SessionConfig was = rule.session();
            SessionConfig session = new SessionConfig(was.tls(), was.pipelining(), was.eightBit(), time);
            return new SiteRule(rule.route(), session, rule.flush(), rule.schedule(), rule.lifetime());
        });
    }

    void start() {
        engine.start(alarms);
        workers.drain();
    }

    MessageId mail(String subject, String... recipients) {
        return mail(Messages.envelope(wall.instant(), recipients), subject);
    }

    /** A message of so many octets at least. */
    MessageId mail(String subject, int octets, String... recipients) {
        return mail(Messages.envelope(wall.instant(), recipients), subject, octets);
    }

    MessageId mail(Envelope envelope, String subject, int octets) {
        String body = new String(Messages.sized(octets), StandardCharsets.US_ASCII);
        return Messages.put(queue, envelope, subject, Messages.text(subject, body));
    }

    MessageId mail(Envelope envelope, String subject) {
        return Messages.put(queue, envelope, subject, Messages.text(subject, "text of " + subject));
    }

    /** A trigger, and all that comes of it. */
    TriggerAnswer etrn(SiteName site) {
        TriggerAnswer answer = engine.trigger(new Trigger(site, Optional.empty(), Trigger.Cause.ETRN, "192.0.2.9"));
        workers.drain();
        return answer;
    }

    List<Listed> held(SiteName site) {
        return queue.list(new Listing(Optional.of(site), Optional.empty(), 1000));
    }

    /** Whatever was done: nothing is under way, no connection is left, and no lease. */
    void assertAtRest() {
        workers.drain();
        assertThat(network.open()).isZero();
        assertThat(engine.flushes()).isEmpty();
        assertThat(queue.summaries().values()).allMatch(summary -> summary.inFlight() == 0);
    }

    /** The one outcome of a recipient. */
    Outcome outcome(String address) {
        return assertThat(outcomes.get(address))
                .as(address)
                .singleElement(InstanceOfAssertFactories.type(Outcome.class))
                .actual();
    }

    /** The subjects of what arrived anywhere, in order. */
    List<String> arrived() {
        return network.taken().stream()
                .map(taken -> taken.content().replaceAll("(?s).*?Subject: ([^\r]*).*", "$1"))
                .toList();
    }
}
