package org.etrngateway.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.address.DomainName;
import org.etrngateway.admin.AdminServer;
import org.etrngateway.admin.Export;
import org.etrngateway.admin.HeldMail;
import org.etrngateway.admin.Import;
import org.etrngateway.admin.Journal;
import org.etrngateway.admin.Offer;
import org.etrngateway.admin.Operations;
import org.etrngateway.admin.Redirection;
import org.etrngateway.admin.TokensFile;
import org.etrngateway.admin.Transfers;
import org.etrngateway.admin.Waits;
import org.etrngateway.alert.AlertFile;
import org.etrngateway.alert.Alerts;
import org.etrngateway.alert.MailMessenger;
import org.etrngateway.alert.Watch;
import org.etrngateway.alert.Webhook;
import org.etrngateway.config.AdminConfig;
import org.etrngateway.config.GatewayConfig;
import org.etrngateway.config.LimitsConfig;
import org.etrngateway.config.ListenerConfig;
import org.etrngateway.delivery.Budgets;
import org.etrngateway.delivery.Clocks;
import org.etrngateway.delivery.DeliveryEngine;
import org.etrngateway.delivery.Dismissal;
import org.etrngateway.delivery.ExpiryClock;
import org.etrngateway.delivery.Heartbeat;
import org.etrngateway.delivery.HeartbeatFile;
import org.etrngateway.delivery.Openings;
import org.etrngateway.delivery.Routes;
import org.etrngateway.delivery.SystemDns;
import org.etrngateway.delivery.ToldFile;
import org.etrngateway.doctor.Doctor;
import org.etrngateway.doctor.Examination;
import org.etrngateway.doctor.Finding;
import org.etrngateway.doctor.GatewayCheck;
import org.etrngateway.metrics.Counts;
import org.etrngateway.metrics.Exposition;
import org.etrngateway.metrics.Readings;
import org.etrngateway.net.ClientTls;
import org.etrngateway.net.Listener;
import org.etrngateway.net.NettyConnector;
import org.etrngateway.net.SmtpServer;
import org.etrngateway.net.Transport;
import org.etrngateway.policy.ImportDesk;
import org.etrngateway.policy.LoginLimits;
import org.etrngateway.policy.Logins;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.history.History;
import org.etrngateway.queue.history.HistoryEntry;
import org.etrngateway.queue.history.HistoryException;
import org.etrngateway.queue.history.Intake;
import org.etrngateway.queue.spool.Scrub;
import org.etrngateway.queue.spool.SpoolQueue;
import org.etrngateway.queue.spool.SpoolSettings;
import org.etrngateway.scheduler.Alarms;
import org.etrngateway.scheduler.QuartzAlarms;
import org.etrngateway.scheduler.SteadyClock;
import org.etrngateway.session.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All parts of a gateway, put together: the composition root. Nothing else sees the whole of the
 * settings. In this order, for each rests on the one before: queue, with its recovery; delivery; ports.
 * What nobody waits for at a start, alarms and the operator's interface, comes after the ports.
 */
final class Gateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration HISTORY_TICK = Duration.ofHours(1);
    private static final Duration INTAKE_TICK = Duration.ofMinutes(1);
    private static final Duration ALERTS_TICK = Duration.ofMinutes(1);
    private static final Duration FILES_TICK = Duration.ofSeconds(10);
    private static final Duration LOGIN_DELAY = Duration.ofSeconds(1);
    private static final int NET_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final Clock wall;
    private final Rules rules;
    private final Secrets secrets;
    private final MailQueue queue;
    private final SmtpServer server;
    private final Certification certificates;
    private final History history;
    private final Intake intake = new Intake();
    private final DeliveryEngine engine;
    private final Alerts alerts;
    /** Begins with the rest. */
    private volatile Optional<Scrub> scrub = Optional.empty();

    private final Operations operations;
    private final HeldMail mail;
    private final Transfers transfers;
    private final Counts counts = new Counts();
    private final Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    /** What is to be closed, the last one opened first. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Gateway(GatewayConfig config, Clock clock, Runnable onFault) {
        wall = clock;
        rules = new Rules(config);
        secrets = new Secrets(config.secrets());
        makeDataFolder();
        Clocks clocks = clocks(clock);
        queue = opened(spool(clocks.steady(), onFault));
        Workers workers = opened(new Workers());
        Transport transport = opened(new Transport(NET_THREADS));
        Routes routes = new Routes(
                new SystemDns(), config.hostname(), () -> OwnAddresses.of(addresses.values()), workers.dns());
        NettyConnector connector = new NettyConnector(transport, new ClientTls(Optional.empty()));
        history = opened(History.in(config.data()));
        parts.push(() -> intake.tell(history, wall.instant()));
        queue.onArrival(intake);
        engine = opened(
                new DeliveryEngine(queue, connector, routes, rules::delivery, this::told, workers.disk(), clocks));
        queue.onArrival(counts);
        alerts = alerts(clocks, workers);
        certificates = opened(new Certification(config.tls()));
        Logins logins = new Logins(
                secrets::accounts, new LoginLimits(rules::policy, clocks.steady()), workers.hashing(), LOGIN_DELAY);
        ServerSessions sessions = new ServerSessions(rules, queue, engine, logins, clocks);
        server = new SmtpServer(transport, sessions, queue, sessions, certificates.tls());
        Journal journal = new Journal(history, clock);
        Dismissal dismissal = new Dismissal(queue, () -> rules.delivery().notices(), workers.disk(), clock);
        Waits waits = new Waits(
                queue, () -> rules.config().sites(), engine::flushes, clocks.budgets()::today, clocks.openings());
        mail = new HeldMail(queue, engine, dismissal, journal, waits);
        transfers = new Transfers(
                new Redirection(queue, engine),
                new Export(queue, journal),
                new Import(queue, new ImportDesk(rules::policy, queue), journal, clock));
        operations = new Operations(
                queue,
                journal,
                engine,
                () -> rules.config().sites(),
                engine::flushes,
                clocks.budgets()::today,
                clocks.openings(),
                alerts::standing);
    }

    /**
     * Recovers the queue and opens the ports.
     *
     * @param onFault called once if the disk fails: the process must end
     * @throws org.etrngateway.net.ListenException if a port cannot be opened
     * @throws org.etrngateway.queue.spool.SpoolException if the queue cannot
     */
    static Gateway open(GatewayConfig config, Clock clock, Runnable onFault) {
        Gateway gateway = new Gateway(config, clock, onFault);
        try {
            gateway.listen();
            return gateway;
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    /** Where each listener is reached, by its name; in the order of the settings. */
    Map<String, InetSocketAddress> addresses() {
        return Collections.unmodifiableMap(addresses);
    }

    private Clocks clocks(Clock wall) {
        HeartbeatFile file = new HeartbeatFile(rules.config().data().resolve("heartbeat"));
        Optional<Heartbeat> last = file.read();
        Clock steady = new SteadyClock(
                wall, System::nanoTime, last.map(Heartbeat::steady).orElse(Instant.MIN));
        ExpiryClock expiry = new ExpiryClock(wall, steady, () -> rules.config().expiryGrace(), last);
        Openings openings = new Openings(rules::delivery, wall);
        Budgets budgets = new Budgets(rules.config().data(), wall.withZone(ZoneId.systemDefault()), openings);
        ToldFile told = new ToldFile(rules.config().data().resolve("delays-told"));
        return new Clocks(wall, steady, expiry, file, openings, budgets, told);
    }

    private Alerts alerts(Clocks clocks, Workers workers) {
        Watch watch = new Watch(
                () -> new Watch.Limits(
                        rules.config().alerts().limits(), rules.config().sites()),
                queue,
                history::contact,
                site -> clocks.budgets()
                        .today(site.name())
                        .percentOf(site.flush().budget().day()),
                new Watch.House(
                        clocks.expiry()::isInDoubt,
                        () -> scrub.map(Scrub::damage).orElse(List.of())),
                wall);
        DomainName hostname = rules.config().hostname();
        return new Alerts(
                watch,
                new AlertFile(rules.config().data().resolve("alerts")),
                List.of(
                        new MailMessenger(
                                hostname, () -> rules.config().alerts().mail(), queue),
                        new Webhook(hostname, () -> rules.config().alerts().webhook(), workers.disk())),
                wall);
    }

    private void makeDataFolder() {
        try {
            Files.createDirectories(rules.config().data());
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.UNAVAILABLE, "the data folder " + rules.config().data() + " cannot be made: " + reason(e));
        }
    }

    private SpoolQueue spool(Clock steady, Runnable onFault) {
        LimitsConfig limits = rules.config().limits();
        return SpoolQueue.open(
                SpoolSettings.in(rules.config().data().resolve("spool"))
                        .with(new SpoolSettings.Named(limits.checkpoints(), limits.checkpointBytes())),
                rules.directory()::siteOf,
                rules.quotas(),
                steady,
                onFault);
    }

    /** The reason in words: these exceptions have only the path in their message. */
    private static String reason(IOException error) {
        if (error instanceof FileAlreadyExistsException) {
            return "a file of this name is there";
        }
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (error instanceof NoSuchFileException) {
            return "no folder can be made there";
        }
        return error.getMessage();
    }

    private void listen() {
        parts.push(() -> server.close(GRACE));
        for (ListenerConfig config : rules.config().listeners()) {
            InetSocketAddress bind =
                    new InetSocketAddress(config.bind().host(), config.bind().port());
            Listener listener = new Listener(
                    config.name(), service(config.kind()), bind, config.tls(), config.connections(), config.proxies());
            addresses.put(config.name(), server.open(listener));
        }
    }

    private void told(HistoryEntry entry) {
        history.record(entry);
        counts.told(entry);
    }

    private static Service service(ListenerConfig.Kind kind) {
        return switch (kind) {
            case SMTP -> Service.SMTP;
            case TRIGGER -> Service.TRIGGER;
            case SUBMISSION -> Service.SUBMISSION;
            case ODMR -> Service.ODMR;
        };
    }

    /** Starts what the ports did not wait for. */
    void startRest() {
        Alarms alarms = opened(new QuartzAlarms("etrn-gateway"));
        engine.start(alarms);
        history.know(rules.config().sites().keySet(), wall.instant());
        alarms.every("intake", INTAKE_TICK, () -> intake.tell(history, wall.instant()));
        scrub = Optional.of(opened(Scrub.begin(
                rules.config().data().resolve("spool"),
                rules.config().data().resolve("scrub"),
                rules.config().scrub(),
                wall)));
        alarms.every("alerts", ALERTS_TICK, alerts::look);
        alarms.every("history", HISTORY_TICK, this::forgetHistory);
        alarms.every("recipients", FILES_TICK, rules::rereadRecipients);
        alarms.every("certificates", FILES_TICK, certificates::reread);
        alarms.every("accounts", FILES_TICK, secrets::reread);
        try {
            AdminConfig config = rules.config().admin();
            TokensFile tokens = new TokensFile(config.tokens());
            Exposition figures = opened(figures(config.metrics()));
            Doctor doctor = opened(new Doctor(this::examine, wall));
            Offer offer = new Offer(operations, mail, transfers, doctor, figures::text);
            AdminServer admin =
                    opened(new AdminServer(offer, config.bind(), rules.config().data(), tokens, wall));
            log.atInfo().addKeyValue("address", admin.address()).log("admin interface open");
        } catch (IOException e) {
            log.error("{}; the commands queue, sites and flush will not work", e.getMessage());
        }
    }

    private List<Finding> examine(boolean connect) {
        GatewayCheck itself = new GatewayCheck(queue.acceptance(), queue.behind());
        return new Examination(rules.config(), wall).make(itself.look().get(0), true, connect);
    }

    private Exposition figures(AdminConfig.Metrics metrics) {
        Readings readings = new Readings(
                queue,
                () -> rules.config().sites(),
                engine::flushes,
                server::connections,
                certificates::ends,
                alerts::standing,
                rules.config().data());
        return new Exposition(counts, readings, metrics == AdminConfig.Metrics.SITES, GatewayCommand.Version.text());
    }

    private void forgetHistory() {
        try {
            int gone = history.forget(wall.instant().minus(rules.config().historyKeep()));
            history.forgetFigures(wall.instant());
            log.atDebug().addKeyValue("entries", gone).log("old history forgotten");
        } catch (HistoryException e) {
            log.atWarn().addKeyValue("reason", e.getMessage()).log("old history cannot be forgotten");
        }
    }

    /** Takes new settings. Listeners and folders stay as they are until a new start. */
    void reload(GatewayConfig config) {
        GatewayConfig old = rules.config();
        boolean restart = !old.listeners().equals(config.listeners())
                || !old.data().equals(config.data())
                || !old.admin().equals(config.admin())
                || !old.log().equals(config.log());
        rules.replace(config);
        certificates.replace(config.tls());
        secrets.replace(config.secrets());
        queue.assign(rules.directory()::siteOf, rules.quotas());
        history.know(config.sites().keySet(), wall.instant());
        log.atInfo().addKeyValue("sites", config.sites().size()).log("settings read again");
        if (restart) {
            log.warn("listeners, data folder, admin or log settings have changed: they need a new start");
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** Ends in order: no new work, what runs is finished or given back, the queue is closed last. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                log.warn("a part did not end in order", e);
            }
        }
    }
}
