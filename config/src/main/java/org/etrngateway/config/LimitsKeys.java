package org.etrngateway.config;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.etrngateway.config.schema.Durations;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.Sizes;
import org.etrngateway.config.schema.Values;

/** The settings of limits. Those per client do not bind upstreams. */
final class LimitsKeys {
    private static final Key<LimitsConfig, Long> MESSAGE_SIZE = Key.of(
            "message-size",
            LimitsConfig::messageSize,
            Sizes.kind(65_536),
            50_000_000L,
            "The largest message that is accepted (64 KiB is what RFC 5321 asks for at least).");

    private static final Key<LimitsConfig, Integer> RECIPIENTS = Key.of(
            "recipients",
            LimitsConfig::recipients,
            Scalar.number(100, 100_000),
            1_000,
            "Recipients of one message (RFC 5321 asks for at least 100).");

    private static final Key<LimitsConfig, Integer> HOPS = Key.of(
            "hops",
            LimitsConfig::hops,
            Scalar.number(1, 1_000),
            100,
            "Received fields of one message; more look like a loop.");

    private static final Key<LimitsConfig, Integer> CONNECTIONS =
            count("connections", LimitsConfig::connections, 2_000, "Open at once over all listeners.");

    private static final Key<LimitsConfig, Integer> CONNECTIONS_PER_CLIENT =
            count("connections-per-client", LimitsConfig::connectionsPerClient, 50, "Open at once from one address.");

    private static final Key<LimitsConfig, Integer> MESSAGES_PER_SESSION = count(
            "messages-per-session", LimitsConfig::messagesPerSession, 10_000, "Messages accepted in one session.");

    private static final Key<LimitsConfig, Integer> ERRORS_PER_SESSION = count(
            "errors-per-session", LimitsConfig::errorsPerSession, 20, "Refused commands before the session ends.");

    private static final Key<LimitsConfig, Integer> ETRN_PER_SESSION = count(
            "etrn-per-session",
            LimitsConfig::etrnPerSession,
            100,
            "ETRN commands in one session; some clients send one for each of their domains.");

    private static final Key<LimitsConfig, Integer> ETRN_PER_MINUTE =
            count("etrn-per-minute", LimitsConfig::etrnPerMinute, 200, "ETRN commands from one address.");

    private static final Key<LimitsConfig, Integer> SESSIONS =
            count("sessions", LimitsConfig::sessions, 200, "Reverse sessions open at once over all sites.");

    private static final Key<LimitsConfig, Integer> CHECKPOINTS = count(
            "checkpoints",
            LimitsConfig::checkpoints,
            1_000,
            "Messages cut short that are kept for their clients to go on with (CHECKPOINT, RFC 1845), with those that"
                    + " were accepted and whose client may ask again; the oldest go first. Needs a new start.");

    private static final Key<LimitsConfig, Long> CHECKPOINT_SIZE = Key.of(
            "checkpoints-size",
            LimitsConfig::checkpointBytes,
            Sizes.kind(0),
            512L << 20,
            "Octets of all that is kept so; the oldest go first. Needs a new start.");

    private static final Key<LimitsConfig, Integer> LOGIN_FAILURES = count(
            "login-failures",
            LimitsConfig::loginFailures,
            10,
            "Failed logins of one address, or for one account, before more are refused; who has failed for no account"
                    + " yet may always try once.");

    private static final Key<LimitsConfig, Duration> LOGIN_LOCK = Key.of(
            "login-lock",
            LimitsConfig::loginLock,
            Durations.kind(),
            Duration.ofMinutes(15),
            "For how long failed logins count.");

    private static final Key<LimitsConfig, WishesConfig> WISHES = Key.of(
            "wishes",
            LimitsConfig::wishes,
            WishesKeys.WISHES,
            WishesKeys.WISHES.standard(),
            "What senders may want of the delivery of a message.");

    static final Mapping<LimitsConfig> LIMITS = new Mapping<>(
            "a mapping of limits",
            List.of(
                    MESSAGE_SIZE,
                    RECIPIENTS,
                    HOPS,
                    CONNECTIONS,
                    CONNECTIONS_PER_CLIENT,
                    MESSAGES_PER_SESSION,
                    ERRORS_PER_SESSION,
                    ETRN_PER_SESSION,
                    ETRN_PER_MINUTE,
                    SESSIONS,
                    CHECKPOINTS,
                    CHECKPOINT_SIZE,
                    LOGIN_FAILURES,
                    LOGIN_LOCK,
                    WISHES),
            LimitsKeys::assemble);

    private LimitsKeys() {}

    private static Key<LimitsConfig, Integer> count(
            String name, Function<LimitsConfig, Integer> getter, int standard, String documentation) {
        return Key.of(name, getter, Scalar.number(1, 1_000_000), standard, documentation);
    }

    private static LimitsConfig assemble(Values<LimitsConfig> values) {
        return new LimitsConfig(
                values.get(MESSAGE_SIZE),
                values.get(RECIPIENTS),
                values.get(HOPS),
                values.get(CONNECTIONS),
                values.get(CONNECTIONS_PER_CLIENT),
                values.get(MESSAGES_PER_SESSION),
                values.get(ERRORS_PER_SESSION),
                values.get(ETRN_PER_SESSION),
                values.get(ETRN_PER_MINUTE),
                values.get(SESSIONS),
                values.get(CHECKPOINTS),
                values.get(CHECKPOINT_SIZE),
                values.get(LOGIN_FAILURES),
                values.get(LOGIN_LOCK),
                values.get(WISHES));
    }
}
