package org.etrngateway.config;

import java.time.Duration;
import java.util.List;
import org.etrngateway.address.AddressRange;
import org.etrngateway.config.schema.Durations;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Scalar;

/** The settings of a site's triggers. */
final class TriggerKeys {
    private static final Key<TriggerConfig, List<AddressRange>> FROM = Key.of(
            "from", TriggerConfig::from, Kinds.RANGES, List.of(), "The addresses that may release mail by ETRN.");

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

    static final Mapping<TriggerConfig> TRIGGER = new Mapping<>(
            "a mapping of the settings of triggers",
            List.of(FROM, SCOPE, CODES, LIFETIME),
            values -> new TriggerConfig(values.get(FROM), values.get(SCOPE), values.get(CODES), values.get(LIFETIME)));

    private TriggerKeys() {}
}
