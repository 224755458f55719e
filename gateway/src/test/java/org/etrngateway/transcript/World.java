package org.etrngateway.transcript;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.etrngateway.account.Accounts;
import org.etrngateway.account.TestAccounts;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.IpAddress;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.DomainPattern;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.LimitsConfig;
import org.etrngateway.config.ListenerTls;
import org.etrngateway.config.OversizeConfig;
import org.etrngateway.config.ProofConfig;
import org.etrngateway.config.Route;
import org.etrngateway.config.ScheduleConfig;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.config.TlsMode;
import org.etrngateway.config.TriggerConfig;
import org.etrngateway.config.WishesConfig;
import org.etrngateway.delivery.TriggerAnswer;
import org.etrngateway.policy.PolicyRules;
import org.etrngateway.session.ServerProfile;
import org.etrngateway.session.Service;

/**
 * The gateway of the transcripts: {@code mx.isp.example} with the sites acme, branch, listed (with a list of
 * recipients) and small (with a quota of 10 000 octets). What a transcript's header can change:
 *
 * <pre>
 * listener  smtp       or trigger, submission, odmr
 * tls       none       or starttls, implicit
 * clients   none       or optional, required: whether clients show certificates
 * client    203.0.113.9, a stranger; 192.0.2.1 may trigger acme, branch and small
 * newlines  refuse     or normalise
 * commit    ok         or FULL, FAILED: what becomes of commits
 * accept    OPEN       or FULL, FAILED: whether the queue takes mail
 * named     unknown    or part, complete, endless (a part with a header that does not end): what is kept of a
 *                      transaction that the client names
 * kept                 the octets that are kept, with the escapes of content
 * kept-to   b@acme.example
 * engine    STARTED    or another kind of answer to a trigger
 * waiting   3          its count
 * codes     COUNTED    or PLAIN
 * scope     SITE       or DOMAIN
 * feed      all        or segments: what is tested hangs on what comes together
 * accounts  no         or yes: acme logs in, also without TLS, branch only with it
 * early     no         or yes: the first segment comes before the greeting
 * </pre>
 */
public final class World {
    private static final DomainName HOSTNAME = DomainName.parse("mx.isp.example");
    private static final LimitsConfig LIMITS = new LimitsConfig(
            20_000,
            5,
            100,
            100,
            10,
            3,
            5,
            6,
            20,
            10,
            10,
            1L << 20,
            10,
            Duration.ofMinutes(15),
            new WishesConfig(List.of(AddressRange.parse("203.0.113.200")), true, Duration.ZERO, Duration.ofDays(30)));
    private static final SessionConfig SESSION =
            new SessionConfig(TlsMode.NONE, SessionConfig.Pipelining.AUTO, SessionConfig.EightBit.PASS, Duration.ZERO);

    private static final Accounts ACCOUNTS = new TestAccounts()
            .with("acme", "secret")
            .withoutSharedSecret("branch", "other")
            .build();

    private final Transcript transcript;

    public World(Transcript transcript) {
        this.transcript = transcript;
    }

    /** acme and branch have a client with a password each: {@code secret}, {@code other}. */
    public Accounts accounts() {
        return transcript.header("accounts", "no").equals("yes") ? ACCOUNTS : Accounts.NONE;
    }

    public ServerProfile profile() {
        return new ServerProfile(
                HOSTNAME,
                service(),
                tls(),
                LIMITS.messageSize(),
                LIMITS.recipients(),
                LIMITS.hops(),
                LIMITS.messagesPerSession(),
                LIMITS.errorsPerSession(),
                LIMITS.wishes(),
                transcript.header("newlines", "refuse").equals("normalise"),
                client(),
                clock());
    }

    public Service service() {
        return Service.valueOf(transcript.header("listener", "smtp").toUpperCase(Locale.ROOT));
    }

    public ListenerTls tls() {
        return new ListenerTls(
                ListenerTls.Mode.valueOf(transcript.header("tls", "none").toUpperCase(Locale.ROOT)),
                ListenerTls.ClientCertificates.valueOf(
                        transcript.header("clients", "none").toUpperCase(Locale.ROOT)));
    }

    public InetSocketAddress client() {
        return new InetSocketAddress(IpAddress.parse(transcript.header("client", "203.0.113.9")), 40000);
    }

    public Clock clock() {
        return Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    }

    public TriggerAnswer answer() {
        TriggerAnswer.Kind kind = TriggerAnswer.Kind.valueOf(transcript.header("engine", "STARTED"));
        return new TriggerAnswer(kind, Long.parseLong(transcript.header("waiting", "3")), "paused");
    }

    public PolicyRules rules() {
        Predicate<Mailbox> known = address -> address.localPart().equalsIgnoreCase("known");
        return new PolicyRules(
                HOSTNAME,
                Mailbox.parse("admin@isp.example"),
                List.of(AddressRange.parse("198.51.100.0/24")),
                List.of(
                        site("acme", "192.0.2.0/29", 0, "acme.example", "*.branch.acme.example"),
                        site("branch", "192.0.2.0/29", 0, "north.branch.acme.example"),
                        site("listed", "192.0.2.64/29", 0, "listed.example"),
                        site("small", "192.0.2.1", 10_000, "small.example"),
                        limited()),
                Map.of(new SiteName("listed"), known),
                LIMITS);
    }

    /** Takes messages of up to 1000 octets. */
    private SiteConfig limited() {
        FlushConfig standard = FlushConfig.STANDARD;
        OversizeConfig refuse = new OversizeConfig(1_000, OversizeConfig.Action.REFUSE, false);
        return site(
                "limited",
                "192.0.2.128",
                0,
                new FlushConfig(
                        standard.from(), standard.order(), standard.sessions(), standard.budget(), Optional.of(refuse)),
                "limited.example");
    }

    private SiteConfig site(String name, String from, long quota, String... domains) {
        return site(name, from, quota, FlushConfig.STANDARD, domains);
    }

    private SiteConfig site(String name, String from, long quota, FlushConfig flush, String... domains) {
        return new SiteConfig(
                new SiteName(name),
                Stream.of(domains).map(DomainPattern::parse).toList(),
                Optional.<Path>empty(),
                new Route.Fixed(new HostAddress("192.0.2.7", 25)),
                trigger(name, from),
                SESSION,
                ScheduleConfig.HOLD,
                new SiteConfig.Quota(quota, 0),
                flush);
    }

    private TriggerConfig trigger(String name, String from) {
        return new TriggerConfig(
                proof(name, from),
                TriggerConfig.Scope.valueOf(transcript.header("scope", "SITE")),
                TriggerConfig.Codes.valueOf(transcript.header("codes", "COUNTED")),
                Duration.ofMinutes(10));
    }

    private ProofConfig proof(String name, String from) {
        boolean account = transcript.header("accounts", "no").equals("yes")
                && List.of("acme", "branch").contains(name);
        List<AccountName> accounts = account ? List.of(new AccountName(name)) : List.of();
        return new ProofConfig(
                List.of(AddressRange.parse(from)), accounts, List.of(), ProofConfig.Require.ANY, name.equals("acme"));
    }
}
