package org.etrngateway.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.SiteName;
import org.etrngateway.alert.Alert;
import org.etrngateway.alert.Condition;
import org.etrngateway.config.ConfigLoader;
import org.etrngateway.config.GatewayConfig;
import org.etrngateway.config.OutboundConfig;
import org.etrngateway.config.RetrySteps;
import org.etrngateway.config.Route;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.config.SiteDirectory;
import org.etrngateway.config.TlsMode;
import org.etrngateway.delivery.DeliveryRules;
import org.etrngateway.delivery.Dismissal;
import org.etrngateway.delivery.FlushFigures;
import org.etrngateway.delivery.LineFigures;
import org.etrngateway.delivery.LineUse;
import org.etrngateway.delivery.Openings;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.delivery.TriggerAnswer;
import org.etrngateway.delivery.Triggers;
import org.etrngateway.doctor.Doctor;
import org.etrngateway.doctor.Finding;
import org.etrngateway.notice.NoticeRules;
import org.etrngateway.policy.ImportDesk;
import org.etrngateway.policy.PolicyRules;
import org.etrngateway.queue.Listing;
import org.etrngateway.queue.MemoryQueue;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.history.History;

/** A server over a queue in memory, with two sites, one of which is being flushed. */
final class AdminWorld implements AutoCloseable {
    static final SiteName ACME = new SiteName("acme");
    private static final String SETTINGS = """
            hostname: mx.isp.example
            data: data
            postmaster: admin@isp.example
            listeners: [{ name: smtp, kind: smtp, bind: "127.0.0.1:0" }]
            limits: { message-size: 10MB }
            sites:
              acme: { domains: [acme.example], route: { host: 192.0.2.7 }, budget: { day: { bytes: 10KB } } }
              harbour:
                domains: [harbour.example]
                route: { host: 192.0.2.8, port: 25 }
                mode: window
                windows: [{ cron: "0 0 22 * * ?", for: 6h, budget: { time: 1h } }]
            """;

    private static final List<Alert> ALERTS = List.of(
            new Alert(Condition.DISK_FULL, Optional.empty(), Instant.EPOCH, "the disk is full"),
            new Alert(Condition.SILENT, Optional.of(ACME), Instant.EPOCH, "nothing was heard"),
            new Alert(Condition.SILENT, Optional.of(new SiteName("harbour")), Instant.EPOCH, "nothing was heard"));

    private static final LineFigures LINE = new LineFigures(9, 500, Optional.of(Duration.ofMillis(600)), false);

    final List<Trigger> triggers = new CopyOnWriteArrayList<>();
    final MemoryQueue queue;
    final History history;
    final TokensFile tokens;
    final HeldMail mail;
    final Doctor doctor;
    final Offer offer;
    final AdminServer server;
    private final Path data;
    private final HttpClient client = HttpClient.newHttpClient();

    AdminWorld(Path data, Clock clock) throws IOException {
        this.data = data;
        Path file = Files.writeString(data.resolve("gateway.yaml"), SETTINGS);
        GatewayConfig config = ConfigLoader.load(file).config().orElseThrow();
        Map<SiteName, SiteConfig> sites = config.sites();
        queue = new MemoryQueue(new SiteDirectory(sites.values())::siteOf, Map.of(), Clock.systemUTC());
        history = History.in(data);
        tokens = new TokensFile(data.resolve("tokens"));
        Triggers engine = trigger -> {
            triggers.add(trigger);
            return new TriggerAnswer(TriggerAnswer.Kind.STARTED, 2, "");
        };
        Journal journal = new Journal(history, clock);
        Supplier<Collection<FlushFigures>> flushes = () -> List.of(
                new FlushFigures(ACME, "ETRN by 192.0.2.1", Instant.EPOCH, 1, 2, 3, 4, "250 OK", LINE, 5, 6000));
        Function<SiteName, LineUse> today = site -> new LineUse(3_500, Duration.ofSeconds(9));
        Openings openings = openings(sites);
        Operations operations =
                new Operations(queue, journal, engine, () -> sites, flushes, today, openings, () -> ALERTS);
        Dismissal dismissal = new Dismissal(
                queue, () -> NoticeRules.standard(DomainName.parse("mx.isp.example")), Runnable::run, clock);
        Waits waits = new Waits(queue, () -> sites, flushes, today, openings);
        mail = new HeldMail(queue, engine, dismissal, journal, waits);
        PolicyRules rules = new PolicyRules(
                config.hostname(), config.postmaster(), List.of(), sites.values(), Map.of(), config.limits());
        Transfers transfers = new Transfers(
                new Redirection(queue, engine),
                new Export(queue, journal),
                new Import(queue, new ImportDesk(() -> rules, queue), journal, clock));
        doctor = new Doctor(AdminWorld::examine, clock);
        offer = new Offer(operations, mail, transfers, doctor, () -> "figures 1\n");
        server = new AdminServer(offer, new HostAddress("127.0.0.1", 0), data, tokens, clock);
    }

    private static List<Finding> examine(boolean connect) {
        return List.of(
                Finding.ok("settings", "no problem; sites: 2"),
                Finding.advice("clock", "nothing keeps it right", "install `chrony`"),
                connect
                        ? Finding.problem("site", "acme cannot be reached at 192.0.2.7:25", "look at the line")
                        : Finding.problem("disk", "0.1 GB of 9.0 GB are free", "make room"));
    }

    private static Openings openings(Map<SiteName, SiteConfig> sites) {
        OutboundConfig outbound = new OutboundConfig(
                new Route.Mx(25),
                new SessionConfig(
                        TlsMode.MAY, SessionConfig.Pipelining.AUTO, SessionConfig.EightBit.PASS, Duration.ZERO),
                RetrySteps.STANDARD,
                Duration.ofDays(5));
        DomainName hostname = DomainName.parse("mx.isp.example");
        DeliveryRules rules = DeliveryRules.of(hostname, sites.values(), outbound, 1, NoticeRules.standard(hostname));
        return new Openings(() -> rules, Clock.fixed(Instant.parse("2026-11-28T15:24:00Z"), ZoneOffset.UTC));
    }

    void put(String recipient, String subject) {
        put(recipient, subject, "\r\n");
    }

    /**
     * The same with more in it.
     *
     * @param rest what stands behind the subject: other fields, an empty line, a body
     */
    void put(String recipient, String subject, String rest) {
        var draft = queue.draft(Messages.envelope(Instant.now(), recipient), List.of());
        draft.append(
                java.nio.ByteBuffer.wrap(("Subject: " + subject + "\r\n" + rest).getBytes(StandardCharsets.US_ASCII)));
        draft.commit(subject).toCompletableFuture().join();
    }

    /** Of the message that came first. */
    String firstId() {
        return firstId(Optional.empty());
    }

    /** Of the site's message that came first. */
    String firstId(SiteName site) {
        return firstId(Optional.of(site));
    }

    private String firstId(Optional<SiteName> site) {
        return queue.list(new Listing(site, Optional.empty(), 1)).stream()
                .findFirst()
                .map(listed -> listed.id().toString())
                .orElse("1");
    }

    AccessFile access() throws IOException {
        return AccessFile.read(data);
    }

    /** A token for the role; site tokens are for acme. */
    String token(Role role) {
        Optional<SiteName> site = role == Role.SITE ? Optional.of(ACME) : Optional.empty();
        return tokens.add(new Principal(new AccountName("my-" + role.word()), role, site));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.address().resolve(path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What is answered, as it comes. */
    HttpResponse<InputStream> download(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).header("Authorization", "Bearer " + access().token());
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    HttpResponse<Stream<String>> listen(HttpRequest.Builder request) throws IOException, InterruptedException {
        request.header("Accept", "text/event-stream");
        return client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
    }

    @Override
    public void close() {
        server.close();
        doctor.close();
        history.close();
    }
}
