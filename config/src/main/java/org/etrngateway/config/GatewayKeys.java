package org.etrngateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;
import org.etrngateway.calendar.DateRule;
import org.etrngateway.config.schema.Durations;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.Values;

/** The settings of the main file. */
final class GatewayKeys {
    private static final Key<GatewayConfig, DomainName> HOSTNAME = Key.required(
            "hostname",
            GatewayConfig::hostname,
            Kinds.DOMAIN,
            "Our own name: in greetings, EHLO, trace headers and notices.");

    private static final Key<GatewayConfig, Path> DATA = Key.of(
            "data",
            GatewayConfig::data,
            PathKind.FOLDER,
            Path.of("data"),
            "The folder of all that must survive; made if missing.");

    private static final Key<GatewayConfig, Mailbox> POSTMASTER = Key.required(
            "postmaster",
            GatewayConfig::postmaster,
            Kinds.MAILBOX,
            "Where mail for postmaster@ and abuse@ of the hostname goes.");

    private static final Key<GatewayConfig, List<AddressRange>> UPSTREAMS = Key.of(
            "upstreams",
            GatewayConfig::upstreams,
            Kinds.RANGES,
            List.of(),
            "The provider's own filters in front: free of the limits per client.");

    private static final Key<GatewayConfig, List<ListenerConfig>> LISTENERS = Key.of(
            "listeners",
            GatewayConfig::listeners,
            ListenerKeys.LISTENERS,
            ListenerKeys.STANDARD,
            "The ports on which clients are served.");

    private static final Key<GatewayConfig, Path> SECRETS = Key.of(
            "secrets",
            config -> config.secrets().file(),
            PathKind.SECRETS,
            Path.of("secrets"),
            "The file of accounts and what is kept of their passwords, readable by its owner only; made by the first"
                    + " `gateway site passwd`, read again when it changes.");

    private static final Key<GatewayConfig, Path> SECRETS_KEY = Key.of(
            "secrets-key",
            config -> config.secrets().key(),
            PathKind.SECRETS,
            Path.of("secrets.key"),
            "The file of the key that opens the passwords kept for CRAM-MD5; made when the first is kept.");
    private static final Key<GatewayConfig, TlsConfig> TLS = Key.of(
            "tls", GatewayConfig::tls, TlsKeys.TLS, TlsKeys.TLS.standard(), "The certificates of listeners with TLS.");

    private static final Key<GatewayConfig, Map<String, RetryRule>> SCHEDULES = Key.of(
            RetryKind.SCHEDULES,
            config -> config.named().schedules(),
            new NamesKind<>("a mapping of names, each with a retry schedule", new RetryKind()),
            Map.of(),
            "Retry schedules that sites and outbound call for by name: retry: quick.");

    private static final Key<GatewayConfig, Map<String, List<DateRule>>> CALENDARS = Key.of(
            DatesKind.CALENDARS,
            config -> config.named().calendars(),
            new NamesKind<>("a mapping of names, each with a list of dates", new DatesKind()),
            Map.of(),
            "Dates that windows call for by name: except: [holidays].");

    static final Key<GatewayConfig, Map<SiteName, SiteConfig>> SITES = Key.of(
            "sites",
            GatewayConfig::sites,
            new SitesKind(),
            Map.of(),
            "The sites; one may also be a file sites.d/NAME.yaml beside this one.");

    private static final Key<GatewayConfig, OutboundConfig> OUTBOUND = Key.of(
            "outbound",
            GatewayConfig::outbound,
            new OutboundKind(),
            OutboundKind.STANDARD,
            "Mail to the outside: notices, and what sites send.");

    private static final Key<GatewayConfig, NoticesConfig> NOTICES = Key.of(
            "notices",
            GatewayConfig::notices,
            NoticesKeys.NOTICES,
            NoticesConfig.STANDARD,
            "What senders are told of their mail.");

    private static final Key<GatewayConfig, Duration> EXPIRY_GRACE = Key.of(
            "expiry-grace",
            GatewayConfig::expiryGrace,
            Durations.kind(),
            Duration.ofHours(1),
            "How long no mail expires after the clock was set, or a start after more than a day.");

    private static final Key<GatewayConfig, Duration> HISTORY_KEEP = Key.of(
            "history-keep",
            GatewayConfig::historyKeep,
            Durations.kind(),
            Duration.ofDays(90),
            "How long it is known who asked for whose mail, and how it went.");

    private static final Key<GatewayConfig, Duration> SCRUB = Key.of(
            "scrub",
            GatewayConfig::scrub,
            Durations.kind(),
            Duration.ofDays(7),
            "How often all of the spool is read and checked, at 4 MiB a second; what is damaged is an alert.");

    private static final Key<GatewayConfig, AlertsConfig> ALERTS = Key.of(
            "alerts",
            GatewayConfig::alerts,
            AlertKeys.ALL,
            AlertKeys.ALL.standard(),
            "Of what the operator is told, once when it begins and once when it is over; the log and `gateway alerts` have"
                    + " it in any case. The limits are for each site that has none of its own.");

    private static final Key<GatewayConfig, LimitsConfig> LIMITS = Key.of(
            "limits",
            GatewayConfig::limits,
            LimitsKeys.LIMITS,
            LimitsKeys.LIMITS.standard(),
            "Bounds on what one client, one session and all together may ask for.");

    private static final Key<ContentConfig, ContentConfig.BareNewlines> BARE_NEWLINES = Key.of(
            "bare-newlines",
            ContentConfig::bareNewlines,
            Scalar.oneOf(ContentConfig.BareNewlines.class),
            ContentConfig.BareNewlines.REFUSE,
            "What becomes of a message with a bare CR or LF: refused, or each made CRLF.");

    private static final Mapping<ContentConfig> CONTENT_MAPPING = new Mapping<>(
            "a mapping of settings for content",
            List.of(BARE_NEWLINES),
            values -> new ContentConfig(values.get(BARE_NEWLINES)));

    private static final Key<GatewayConfig, ContentConfig> CONTENT = Key.of(
            "content",
            GatewayConfig::content,
            CONTENT_MAPPING,
            CONTENT_MAPPING.standard(),
            "What acceptance does with unusual content.");

    private static final Key<AdminConfig, HostAddress> ADMIN_BIND = Key.of(
            "bind",
            AdminConfig::bind,
            Kinds.BIND,
            new HostAddress("127.0.0.1", 2580),
            "Where it listens; keep it to this machine.");

    private static final Key<AdminConfig, Path> ADMIN_TOKENS = Key.of(
            "tokens",
            AdminConfig::tokens,
            PathKind.SECRETS,
            Path.of("tokens"),
            "The file of who may see and steer, with hashes of their tokens, readable by its owner only; made by the"
                    + " first `gateway token add`, and what it says holds at once.");

    private static final Key<AdminConfig, AdminConfig.Metrics> ADMIN_METRICS = Key.of(
            "metrics",
            AdminConfig::metrics,
            Scalar.oneOf(AdminConfig.Metrics.class),
            AdminConfig.Metrics.TOTALS,
            "Of what `/metrics` has figures for a monitoring system: of the gateway as a whole, or of each site besides,"
                    + " up to 1000 of them; see docs/metrics.md.");

    private static final Mapping<AdminConfig> ADMIN_MAPPING = new Mapping<>(
            "a mapping of the settings of the admin interface",
            List.of(ADMIN_BIND, ADMIN_TOKENS, ADMIN_METRICS),
            values -> new AdminConfig(values.get(ADMIN_BIND), values.get(ADMIN_TOKENS), values.get(ADMIN_METRICS)));

    private static final Key<GatewayConfig, AdminConfig> ADMIN = Key.of(
            "admin",
            GatewayConfig::admin,
            ADMIN_MAPPING,
            ADMIN_MAPPING.standard(),
            "The HTTP interface: for the web console, for programs, and for the operator's command line.");

    private static final Key<LogConfig, LogConfig.Format> LOG_FORMAT = Key.of(
            "format",
            LogConfig::format,
            Scalar.oneOf(LogConfig.Format.class),
            LogConfig.Format.TEXT,
            "One line an event, as text or as JSON.");

    private static final Mapping<LogConfig> LOG_MAPPING = new Mapping<>(
            "a mapping of the settings of the log",
            List.of(LOG_FORMAT),
            values -> new LogConfig(values.get(LOG_FORMAT)));

    private static final Key<GatewayConfig, LogConfig> LOG =
            Key.of("log", GatewayConfig::log, LOG_MAPPING, LOG_MAPPING.standard(), "How events are written.");

    static final Mapping<GatewayConfig> GATEWAY = new Mapping<>(
            "a mapping of the settings of the gateway",
            List.of(
                    HOSTNAME,
                    DATA,
                    POSTMASTER,
                    UPSTREAMS,
                    LISTENERS,
                    SECRETS,
                    SECRETS_KEY,
                    TLS,
                    SCHEDULES,
                    CALENDARS,
                    SITES,
                    OUTBOUND,
                    NOTICES,
                    EXPIRY_GRACE,
                    HISTORY_KEEP,
                    SCRUB,
                    ALERTS,
                    LIMITS,
                    CONTENT,
                    ADMIN,
                    LOG),
            GatewayKeys::assemble);

    private GatewayKeys() {}

    private static GatewayConfig assemble(Values<GatewayConfig> values) {
        checkListeners(values);
        return new GatewayConfig(
                values.get(HOSTNAME),
                values.file().resolveSibling(values.get(DATA)),
                values.get(POSTMASTER),
                values.get(UPSTREAMS),
                values.get(LISTENERS),
                new SecretsConfig(
                        values.file().resolveSibling(values.get(SECRETS)),
                        values.file().resolveSibling(values.get(SECRETS_KEY))),
                values.get(TLS),
                new NamedTimes(values.get(SCHEDULES), values.get(CALENDARS)),
                values.get(SITES),
                values.get(OUTBOUND),
                values.get(NOTICES),
                values.get(EXPIRY_GRACE),
                values.get(HISTORY_KEEP),
                values.get(SCRUB),
                values.get(ALERTS),
                values.get(LIMITS),
                values.get(CONTENT),
                values.get(ADMIN).beside(values.file()),
                values.get(LOG));
    }

    private static void checkListeners(Values<GatewayConfig> values) {
        Set<String> names = new HashSet<>();
        Set<HostAddress> taken = new HashSet<>(Set.of(values.get(ADMIN).bind()));
        for (ListenerConfig listener : values.get(LISTENERS)) {
            if (!names.add(listener.name())) {
                values.refuse(LISTENERS, "two listeners have the name '" + listener.name() + "'");
            }
            if (listener.tls().mode() != ListenerTls.Mode.NONE
                    && values.get(TLS).certificates().isEmpty()) {
                values.refuse(TLS, "listener " + listener.name() + " has TLS, for which certificates is to name one");
            }
            if (!taken.add(listener.bind()) && listener.bind().port() != 0) {
                values.refuse(LISTENERS, "two listeners, or one and admin, share " + listener.bind());
            }
        }
    }
}
