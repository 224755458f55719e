package org.etrngateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.etrngateway.config.schema.Durations;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Listing;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.Values;

/** The settings of a site's triggers. */
final class TriggerKeys {
    private static final Key<TriggerConfig, TriggerConfig.Scope> SCOPE = Key.of(
            "scope",
            TriggerConfig::scope,
            Scalar.oneOf(TriggerConfig.Scope.class),
            TriggerConfig.Scope.SITE,
            "What an ETRN for one of the site's names releases: all mail of the site, or that of the named domain.");

    private static final Key<TriggerConfig, TriggerConfig.Codes> CODES = Key.of(
            "codes",
            TriggerConfig::codes,
            Scalar.oneOf(TriggerConfig.Codes.class),
            TriggerConfig.Codes.COUNTED,
            "Replies to a granted ETRN: 251 to 253 with numbers, or always 250, which scope: domain implies.");

    private static final Key<TriggerConfig, Duration> LIFETIME = Key.of(
            "lifetime",
            TriggerConfig::lifetime,
            Durations.kind(),
            Duration.ofMinutes(10),
            "How long a trigger stays open after its last progress.");

    private static final Key<TriggerConfig, List<TriggerConfig.Occasion>> ALSO_ON = Key.of(
            "also-on",
            trigger -> trigger.alsoOn().stream().sorted().toList(),
            new Listing<>("a list of connect and login", Scalar.oneOf(TriggerConfig.Occasion.class), 0),
            List.of(),
            "What releases the mail without ETRN: that one of the site's clients connects, or that it logs in.");

    static final Mapping<TriggerConfig> TRIGGER = new Mapping<>(
            "a mapping of the settings of triggers",
            Stream.concat(ProofKeys.ALL.stream(), Stream.of(SCOPE, CODES, LIFETIME, ALSO_ON))
                    .toList(),
            TriggerKeys::assemble);

    private TriggerKeys() {}

    private static TriggerConfig assemble(Values<TriggerConfig> values) {
        return new TriggerConfig(
                ProofKeys.assemble(values),
                values.get(SCOPE),
                values.get(CODES),
                values.get(LIFETIME),
                Set.copyOf(values.get(ALSO_ON)));
    }
}
