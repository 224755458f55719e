package org.etrngateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.schema.Durations;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Listing;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.Sizes;
import org.etrngateway.config.schema.Values;

/** The settings of a site. */
final class SiteKeys {
    static final Key<SiteConfig, List<DomainPattern>> DOMAINS = Key.required(
            "domains",
            SiteConfig::domains,
            new Listing<>(
                    "a list of domains such as [acme.example, \"*.branch.acme.example\"]",
                    new Scalar<>("a domain name or *.name", DomainPattern::parse, DomainPattern::toString),
                    1),
            "The domains whose mail the site gets; *.x stands for names of any depth below x, not x itself.");

    private static final Key<SiteConfig, Optional<Path>> RECIPIENTS = Key.optional(
            "recipients",
            SiteConfig::recipients,
            PathKind.RECIPIENTS,
            "A file of the valid addresses and @domain lines, read again when it changes; without it all are valid.");

    private static final Key<SiteConfig, Route> ROUTE = Key.required(
            "route", SiteConfig::route, new RouteKind(), "Where the site's mail is sent when it is released.");

    private static final Key<SiteConfig, TriggerConfig> TRIGGER = Key.of(
            "trigger", SiteConfig::trigger, TriggerKeys.TRIGGER, TriggerKeys.TRIGGER.standard(), "Who may release it.");

    private static final Key<SiteConfig, TlsMode> TLS = Key.of(
            "tls",
            site -> site.session().tls(),
            new TlsModeKind(),
            TlsMode.MAY,
            "Whether sessions to the site use STARTTLS; require also verifies the certificate; a pin, the key. With either,"
                    + " mail stays held rather than going in plain text, also where the site turns its connection (ATRN).");

    private static final Key<SiteConfig, SessionConfig.Pipelining> PIPELINING = Key.of(
            "pipelining",
            site -> site.session().pipelining(),
            Scalar.oneOf(SessionConfig.Pipelining.class),
            SessionConfig.Pipelining.AUTO,
            "How far commands run ahead of replies: full, across messages; envelope, within one; lockstep, not at all;"
                    + " auto is full until the server answers out of step.");

    private static final Key<SiteConfig, SessionConfig.EightBit> EIGHT_BIT = Key.of(
            "eight-bit",
            site -> site.session().eightBit(),
            Scalar.oneOf(SessionConfig.EightBit.class),
            SessionConfig.EightBit.PASS,
            "What becomes of 8-bit mail for a server without 8BITMIME: sent unchanged, or bounced.");

    private static final Key<SiteConfig, SessionConfig.Timed> DELIVER_BY = Key.of(
            "deliver-by",
            site -> site.session().timed(),
            Scalar.oneOf(SessionConfig.Timed.class),
            SessionConfig.Timed.REFUSE,
            "What becomes of mail that is to be delivered in a time or else returned (BY=…;R, RFC 2852) for a server"
                    + " without DELIVERBY: refuse returns it at once; pass, for a server where mail ends, takes it for"
                    + " delivered.");

    private static final Key<SiteConfig, Duration> LINGER = Key.of(
            "linger",
            site -> site.session().linger(),
            Durations.kind(),
            Duration.ofSeconds(30),
            "How long a session stays open when all is delivered: mail that arrives meanwhile goes at once.");

    private static final Key<SiteConfig, OptionalLong> CHECKPOINT = Key.of(
            "checkpoint",
            site -> site.session().checkpoint(),
            new CheckpointKind(),
            SessionConfig.CHECKPOINT,
            "Which messages go on where a connection has ended, if the site's server offers CHECKPOINT (RFC 1845).");

    private static final Key<SiteConfig, Boolean> ONE_LINE_RECORDS = Key.of(
            "one-line-records",
            site -> site.session().oneLineRecords(),
            Scalar.truth(),
            false,
            "For sites that collect mail by fetchmail -p ODMR under TLS: each line goes in a TLS record of its own.");

    private static final Key<SiteConfig.Quota, Long> QUOTA_BYTES =
            Key.of("bytes", SiteConfig.Quota::bytes, Sizes.kind(0), 0L, "Octets that may be held; 0 is no limit.");

    private static final Key<SiteConfig.Quota, Integer> QUOTA_MESSAGES = Key.of(
            "messages",
            quota -> (int) quota.messages(),
            Scalar.number(0, Integer.MAX_VALUE),
            0,
            "Messages that may be held; 0 is no limit.");

    private static final Mapping<SiteConfig.Quota> QUOTA_MAPPING = new Mapping<>(
            "a mapping of quotas",
            List.of(QUOTA_BYTES, QUOTA_MESSAGES),
            values -> new SiteConfig.Quota(values.get(QUOTA_BYTES), values.get(QUOTA_MESSAGES)));

    private static final Key<SiteConfig, SiteConfig.Quota> QUOTA =
            Key.of("quota", SiteConfig::quota, QUOTA_MAPPING, SiteConfig.Quota.NONE, "How much may be held.");

    private static final Key<SubmissionConfig, List<SenderPattern>> SUBMISSION_FROM = Key.of(
            "from",
            SubmissionConfig::from,
            new Listing<>(
                    "a list of domains and addresses such as [acme.example, news@partner.example]",
                    new Scalar<>("a domain, *.name or an address", SenderPattern::parse, SenderPattern::toString),
                    0),
            List.of(),
            "The senders it may name; unless given, those of the site's domains.");

    private static final Mapping<SubmissionConfig> SUBMISSION_MAPPING = new Mapping<>(
            "a mapping of the settings of submission",
            List.of(SUBMISSION_FROM),
            values -> new SubmissionConfig(values.get(SUBMISSION_FROM)));

    private static final Key<SiteConfig, SubmissionConfig> SUBMISSION = Key.of(
            "submission",
            SiteConfig::submission,
            SUBMISSION_MAPPING,
            SubmissionConfig.STANDARD,
            "What the site may send through us, once a client of it has logged in.");

    private static final Key<SiteConfig, AlertLimits> ALERTS = Key.of(
            "alerts",
            SiteConfig::alerts,
            AlertKeys.SITE,
            AlertLimits.NONE,
            "From when on the operator is told; what is left out is as for all sites.");

    private static final Key<SiteConfig, SiteNotices> NOTICES = Key.of(
            "notices",
            SiteConfig::notices,
            NoticesKeys.SITE,
            SiteNotices.STANDARD,
            "What the senders of its mail are told, where it is not as in the general notices.");

    static final Mapping<SiteConfig> SITE = new Mapping<>(
            "a mapping of the settings of a site",
            List.of(
                    DOMAINS,
                    RECIPIENTS,
                    ROUTE,
                    ScheduleKeys.MODE,
                    ScheduleKeys.WINDOWS,
                    ScheduleKeys.PROBE,
                    TRIGGER,
                    TLS,
                    PIPELINING,
                    EIGHT_BIT,
                    DELIVER_BY,
                    LINGER,
                    CHECKPOINT,
                    ONE_LINE_RECORDS,
                    FlushKeys.BIND,
                    FlushKeys.ORDER,
                    FlushKeys.SESSIONS,
                    FlushKeys.BUDGET,
                    FlushKeys.OVERSIZE,
                    RetryKeys.STANDARD,
                    RetryKeys.FOR,
                    ScheduleKeys.EXPIRE,
                    QUOTA,
                    ALERTS,
                    SUBMISSION,
                    NOTICES),
            SiteKeys::assemble);

    private SiteKeys() {}

    private static SiteConfig assemble(Values<SiteConfig> values) {
        if (values.get(ROUTE) instanceof Route.Peer peer
                && peer.greeting().isEmpty()
                && values.get(TLS).pins().isEmpty()) {
            values.refuse(
                    ROUTE,
                    "the address may be another's by now: a peer route needs the greeting of the site's server, or a"
                            + " pin in tls");
        }
        if (values.get(ROUTE) instanceof Route.Peer
                && !values.get(TRIGGER).proof().canProve()) {
            values.refuse(
                    ROUTE,
                    "the site is called where it proved to be: a peer route needs trigger.account or certificates");
        }
        ScheduleConfig schedule = ScheduleKeys.assemble(values);
        if (values.get(ROUTE) instanceof Route.Atrn && !schedule.isHeld()) {
            values.refuse(
                    ScheduleKeys.MODE, "a site with the route atrn cannot be called: its mail is held until it asks");
        }
        if (schedule.probe().isPresent() && !(values.get(ROUTE) instanceof Route.Fixed)) {
            values.refuse(ScheduleKeys.PROBE, "a probe calls the one host of the site: it needs a route with a host");
        }
        SessionConfig session = new SessionConfig(
                values.get(TLS),
                values.get(PIPELINING),
                values.get(EIGHT_BIT),
                values.get(DELIVER_BY),
                values.get(LINGER),
                values.get(CHECKPOINT),
                values.get(ONE_LINE_RECORDS));
        return new SiteConfig(
                new SiteName(values.name()),
                values.get(DOMAINS),
                values.get(RECIPIENTS),
                values.get(ROUTE),
                values.get(TRIGGER),
                session,
                schedule,
                values.get(QUOTA),
                FlushKeys.assemble(values),
                values.get(SUBMISSION),
                values.get(ALERTS),
                values.get(NOTICES));
    }
}
