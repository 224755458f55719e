package org.etrngateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.etrngateway.config.schema.Durations;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Sizes;

/** The settings of a site's budgets. */
final class BudgetKeys {
    private static final Key<BudgetConfig.Limit, Long> BYTES = Key.of(
            "bytes",
            BudgetConfig.Limit::bytes,
            Sizes.kind(0),
            0L,
            "Octets of messages; one that exceeds what is left does not begin. 0 is no limit.");

    private static final Key<BudgetConfig.Limit, Optional<Duration>> TIME = Key.optional(
            "time", BudgetConfig.Limit::time, Durations.kind(), "How long sessions may be open, their rest included.");

    static final Mapping<BudgetConfig.Limit> LIMIT = new Mapping<>(
            "a mapping of the limits of a budget",
            List.of(BYTES, TIME),
            values -> new BudgetConfig.Limit(values.get(BYTES), values.get(TIME)));

    private static final Key<BudgetConfig, BudgetConfig.Limit> SESSION = Key.of(
            "session",
            BudgetConfig::session,
            LIMIT,
            BudgetConfig.Limit.NONE,
            "For one flush: when it is used up, the session ends, and so does the trigger.");

    private static final Key<BudgetConfig, BudgetConfig.Limit> DAY = Key.of(
            "day",
            BudgetConfig::day,
            LIMIT,
            BudgetConfig.Limit.NONE,
            "For a calendar day of this machine's time zone: when it is used up, ETRN gets 458 until the next day.");

    static final Mapping<BudgetConfig> BUDGET = new Mapping<>(
            "a mapping of budgets",
            List.of(SESSION, DAY),
            values -> new BudgetConfig(values.get(SESSION), values.get(DAY)));

    private BudgetKeys() {}
}
