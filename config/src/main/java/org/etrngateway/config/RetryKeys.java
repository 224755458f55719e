package org.etrngateway.config;

import java.util.List;
import java.util.Optional;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Values;

/** Those settings of a site that say how long it is between attempts. */
final class RetryKeys {
    /** Those by what failed: keys of the site, beside its standard. */
    record Others(Optional<RetryRule> unreachable, Optional<RetryRule> urgent, Optional<RetryRule> bulk) {}

    private static final RetryKind RETRY = new RetryKind();

    private static final Key<Others, Optional<RetryRule>> UNREACHABLE = Key.optional(
            "unreachable",
            Others::unreachable,
            RETRY,
            "Where the site as a whole cannot be served, which counts as no attempt of a message.");

    private static final Key<Others, Optional<RetryRule>> URGENT =
            Key.optional("urgent", Others::urgent, RETRY, "For messages of a priority above 0.");

    private static final Key<Others, Optional<RetryRule>> BULK =
            Key.optional("bulk", Others::bulk, RETRY, "For messages of a priority below 0.");

    private static final Mapping<Others> OTHERS = new Mapping<>(
            "a mapping of retry schedules by what failed",
            List.of(UNREACHABLE, URGENT, BULK),
            values -> new Others(values.get(UNREACHABLE), values.get(URGENT), values.get(BULK)));

    static final Key<SiteConfig, RetryRule> STANDARD = Key.of(
            "retry",
            site -> site.schedule().retry().standard(),
            RETRY,
            RetrySteps.STANDARD,
            "The delays between attempts where the mode has retry, and within a window; none: the next trigger has to come.");

    static final Key<SiteConfig, Others> FOR = Key.of(
            "retry-for",
            site -> {
                RetryConfig retry = site.schedule().retry();
                return new Others(retry.unreachable(), retry.urgent(), retry.bulk());
            },
            OTHERS,
            OTHERS.standard(),
            "Where it is another than retry.");

    static RetryConfig assemble(Values<SiteConfig> values) {
        Others others = values.get(FOR);
        return new RetryConfig(values.get(STANDARD), others.unreachable(), others.urgent(), others.bulk());
    }

    private RetryKeys() {}
}
