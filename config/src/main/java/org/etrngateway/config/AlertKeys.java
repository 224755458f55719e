package org.etrngateway.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.etrngateway.address.Mailbox;
import org.etrngateway.config.schema.Durations;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Listing;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.Sizes;
import org.etrngateway.config.schema.Values;

/** The settings of alerts: the same limits for all sites and for one, and who is told. */
final class AlertKeys {
    /** The keys of limits within a mapping that has perhaps others besides. */
    private static final class Limits<R> {
        private final Key<R, Optional<Duration>> silent;
        private final Key<R, Optional<Duration>> older;
        private final Key<R, Optional<Long>> larger;
        private final Key<R, Optional<Integer>> messages;
        private final Key<R, Optional<Duration>> expiring;
        private final Key<R, Optional<Boolean>> budget;

        Limits(Function<R, AlertLimits> limits) {
            silent = Key.optional(
                    "silent",
                    limits.andThen(AlertLimits::silent),
                    Durations.kind(),
                    "A site neither asked nor answered for so long.");
            older = Key.optional(
                    "older",
                    limits.andThen(AlertLimits::older),
                    Durations.kind(),
                    "The oldest message of a site is older than that.");
            larger = Key.optional(
                    "larger",
                    limits.andThen(AlertLimits::larger),
                    Sizes.kind(1),
                    "More octets than that are held for a site.");
            messages = Key.optional(
                    "messages",
                    limits.andThen(AlertLimits::messages),
                    Scalar.number(1, Integer.MAX_VALUE),
                    "More messages than that are held for a site.");
            expiring = Key.optional(
                    "expiring",
                    limits.andThen(AlertLimits::expiring),
                    Durations.kind(),
                    "The oldest message of a site will be given up in less than that.");
            budget = Key.optional(
                    "budget",
                    limits.andThen(AlertLimits::budget),
                    Scalar.truth(),
                    "Whether it is told that the budget of a site for the day is used up.");
        }

        List<Key<R, ?>> keys() {
            return List.of(silent, older, larger, messages, expiring, budget);
        }

        AlertLimits of(Values<R> values) {
            return new AlertLimits(
                    values.get(silent),
                    values.get(older),
                    values.get(larger),
                    values.get(messages),
                    values.get(expiring),
                    values.get(budget));
        }
    }

    private static final Limits<AlertLimits> OF_SITE = new Limits<>(Function.identity());

    static final Mapping<AlertLimits> SITE =
            new Mapping<>("a mapping of the limits of alerts", OF_SITE.keys(), OF_SITE::of);

    private static final Limits<AlertsConfig> OF_ALL = new Limits<>(AlertsConfig::limits);

    private static final Key<AlertsConfig, List<Mailbox>> MAIL = Key.of(
            "mail",
            AlertsConfig::mail,
            new Listing<>("a list of mail addresses such as [admin@isp.example]", Kinds.MAILBOX, 0),
            List.of(),
            "Who gets a mail when an alert begins and when it ends.");

    private static final Key<AlertsConfig, Optional<URI>> WEBHOOK = Key.optional(
            "webhook",
            AlertsConfig::webhook,
            new Scalar<>("an address such as https://monitor.isp.example/alerts", AlertKeys::parseUrl, URI::toString),
            "Where the same is posted to as JSON; see docs/guide.md. What stands behind the host is not logged.");

    static final Mapping<AlertsConfig> ALL = new Mapping<>(
            "a mapping of the settings of alerts",
            List.of(
                    OF_ALL.silent,
                    OF_ALL.older,
                    OF_ALL.larger,
                    OF_ALL.messages,
                    OF_ALL.expiring,
                    OF_ALL.budget,
                    MAIL,
                    WEBHOOK),
            values -> new AlertsConfig(OF_ALL.of(values), values.get(MAIL), values.get(WEBHOOK)));

    private AlertKeys() {}

    private static URI parseUrl(String text) {
        URI uri = URI.create(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("it has to begin with http:// or https:// and a host");
        }
        return uri;
    }
}
