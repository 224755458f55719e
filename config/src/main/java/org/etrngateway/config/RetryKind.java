package org.etrngateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.etrngateway.config.schema.Durations;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Kind;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Printed;
import org.etrngateway.config.schema.Problems;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.Values;
import org.etrngateway.config.schema.YamlValue;

/** A retry schedule: a list of delays, {@code none}, a mapping of how they grow, or a name in {@code schedules}. */
final class RetryKind implements Kind<RetryRule> {
    static final String SCHEDULES = "schedules";

    private static final String NONE = "none";

    private static final Key<RetryGrowth, Duration> FIRST = Key.of(
            "first",
            RetryGrowth::first,
            Durations.kind(),
            Duration.ofMinutes(5),
            "The delay behind the first attempt.");

    private static final Key<RetryGrowth, Integer> FACTOR = Key.of(
            "factor",
            RetryGrowth::factor,
            Scalar.number(1, 10),
            2,
            "How many times longer each delay is than the last.");

    private static final Key<RetryGrowth, Duration> MOST =
            Key.of("most", RetryGrowth::most, Durations.kind(), Duration.ofHours(4), "No delay is longer.");

    private static final Key<RetryGrowth, Integer> JITTER = Key.of(
            "jitter",
            RetryGrowth::jitter,
            Scalar.number(0, 90),
            20,
            "Up to so many per cent are taken off by chance, so that what failed together is not tried together.");

    private static final Mapping<RetryGrowth> GROWTH =
            new Mapping<>("a mapping of delays that grow", List.of(FIRST, FACTOR, MOST, JITTER), RetryKind::assemble);

    private static RetryGrowth assemble(Values<RetryGrowth> values) {
        RetryGrowth growth =
                new RetryGrowth(values.get(FIRST), values.get(FACTOR), values.get(MOST), values.get(JITTER));
        if (growth.most().compareTo(growth.first()) < 0) {
            values.refuse(MOST, "is less than the first delay");
        }
        return growth;
    }

    @Override
    public Optional<RetryRule> read(YamlValue value, Problems problems) {
        Optional<YamlValue> named = value.elsewhere(SCHEDULES);
        if (named.isPresent()) {
            return read(named.get(), problems);
        }
        if (value.isMapping()) {
            return GROWTH.read(value, problems).map(growth -> growth);
        }
        boolean none = value.text().map(NONE::equals).orElse(false);
        return none
                ? Optional.of(new RetryNever())
                : Kinds.RETRY.read(value, problems).map(steps -> steps);
    }

    @Override
    public Printed print(RetryRule value) {
        if (value instanceof RetryGrowth growth) {
            return GROWTH.print(growth);
        }
        return value instanceof RetrySteps steps ? Kinds.RETRY.print(steps) : new Printed.Text(NONE);
    }

    @Override
    public String describe() {
        return Kinds.RETRY.describe() + ", none, or a mapping such as { first: 5m, factor: 2, most: 4h, jitter: 20 }";
    }

    @Override
    public List<Mapping<?>> mappings() {
        return List.of(GROWTH);
    }
}
