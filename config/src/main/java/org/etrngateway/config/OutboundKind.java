package org.etrngateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.etrngateway.config.schema.Durations;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Kind;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Printed;
import org.etrngateway.config.schema.Problems;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.Values;
import org.etrngateway.config.schema.YamlValue;

/** Mail to the outside: {@code mx}, or a mapping with {@code relay} or {@code mx} and more. */
final class OutboundKind implements Kind<OutboundConfig> {
    /** An MX route as it is written: its TLS mode stands with it, not with the session. */
    private record Mx(int port, TlsMode tls) {
        static final Mx STANDARD = new Mx(Route.SMTP_PORT, TlsMode.MAY);
    }

    private static final Key<Mx, Integer> MX_PORT =
            Key.of("port", Mx::port, Kinds.PORT, Route.SMTP_PORT, "The port of the MX hosts.");

    private static final Key<Mx, TlsMode> MX_TLS = Key.of(
            "tls",
            Mx::tls,
            new TlsModeKind(),
            TlsMode.MAY,
            "Whether sessions to MX hosts use STARTTLS; require also verifies the certificate; a pin, the key.");

    private static final Key<OutboundConfig, Optional<RelayKeys.Relay>> RELAY =
            Key.optional("relay", OutboundKind::relayOf, RelayKeys.RELAY, "The smart host that takes all of it.");

    private static final Key<OutboundConfig, Optional<Mx>> MX = Key.optional(
            RouteKind.MX_WORD,
            OutboundKind::mxOf,
            new Mapping<>(
                    "a mapping of the settings of MX delivery",
                    List.of(MX_PORT, MX_TLS),
                    values -> new Mx(values.get(MX_PORT), values.get(MX_TLS))),
            "Without a relay: the MX hosts of the recipient's domain.");

    private static final Key<OutboundConfig, SessionConfig.Pipelining> PIPELINING = Key.of(
            "pipelining",
            outbound -> outbound.session().pipelining(),
            Scalar.oneOf(SessionConfig.Pipelining.class),
            SessionConfig.Pipelining.AUTO,
            "How far commands run ahead of replies: as the server allows, within one envelope, or not at all.");

    private static final Key<OutboundConfig, SessionConfig.EightBit> EIGHT_BIT = Key.of(
            "eight-bit",
            outbound -> outbound.session().eightBit(),
            Scalar.oneOf(SessionConfig.EightBit.class),
            SessionConfig.EightBit.PASS,
            "What becomes of 8-bit mail for a server without 8BITMIME: sent unchanged, or bounced.");

    private static final Key<OutboundConfig, OptionalLong> CHECKPOINT = Key.of(
            "checkpoint",
            outbound -> outbound.session().checkpoint(),
            new CheckpointKind(),
            SessionConfig.CHECKPOINT,
            "Which messages go on where a connection has ended, if the server offers CHECKPOINT (RFC 1845).");

    private static final Key<OutboundConfig, RetryRule> RETRY = Key.of(
            "retry", OutboundConfig::retry, new RetryKind(), RetrySteps.STANDARD, "The delays between attempts.");

    private static final Key<OutboundConfig, Duration> EXPIRE = Key.of(
            "expire",
            OutboundConfig::expire,
            Durations.kind(),
            Duration.ofDays(5),
            "The age at which mail is given up and its sender told.");

    private static final Mapping<OutboundConfig> MAPPING = new Mapping<>(
            "a mapping of the settings of mail to the outside",
            List.of(RELAY, MX, PIPELINING, EIGHT_BIT, CHECKPOINT, RETRY, EXPIRE),
            OutboundKind::assemble);

    static final OutboundConfig STANDARD = MAPPING.standard();

    @Override
    public Optional<OutboundConfig> read(YamlValue value, Problems problems) {
        boolean mx = value.text().map(RouteKind.MX_WORD::equals).orElse(false);
        return mx ? Optional.of(STANDARD) : MAPPING.read(value, problems);
    }

    private static OutboundConfig assemble(Values<OutboundConfig> values) {
        Optional<RelayKeys.Relay> relay = values.get(RELAY);
        Mx mx = values.get(MX).orElse(Mx.STANDARD);
        if (relay.isPresent() && values.get(MX).isPresent()) {
            values.refuse(MX, "mail goes to a relay or to MX hosts, not to both");
        }
        Route route =
                relay.<Route>map(r -> new Route.Relay(r.target(), r.authFile())).orElse(new Route.Mx(mx.port()));
        TlsMode tls = relay.map(RelayKeys.Relay::tls).orElse(mx.tls());
        SessionConfig session = new SessionConfig(
                tls,
                values.get(PIPELINING),
                values.get(EIGHT_BIT),
                SessionConfig.Timed.REFUSE,
                Duration.ZERO,
                values.get(CHECKPOINT),
                false);
        return new OutboundConfig(route, session, values.get(RETRY), values.get(EXPIRE));
    }

    @Override
    public Printed print(OutboundConfig value) {
        return MAPPING.print(value);
    }

    @Override
    public String describe() {
        return "mx, or " + MAPPING.describe();
    }

    @Override
    public List<Mapping<?>> mappings() {
        return List.of(MAPPING);
    }

    private static Optional<RelayKeys.Relay> relayOf(OutboundConfig outbound) {
        return outbound.route() instanceof Route.Relay relay
                ? Optional.of(new RelayKeys.Relay(
                        relay.target(), relay.authFile(), outbound.session().tls()))
                : Optional.empty();
    }

    private static Optional<Mx> mxOf(OutboundConfig outbound) {
        return outbound.route() instanceof Route.Mx mx
                ? Optional.of(new Mx(mx.port(), outbound.session().tls()))
                : Optional.empty();
    }
}
