package org.etrngateway.config;

import java.time.Duration;
import java.util.List;
import org.etrngateway.address.AddressRange;
import org.etrngateway.config.schema.Durations;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Scalar;

/** The settings of what senders may want. */
final class WishesKeys {
    private static final Key<WishesConfig, List<AddressRange>> PRIORITY_FROM = Key.of(
            "priority-from",
            WishesConfig::priorityFrom,
            Kinds.RANGES,
            WishesConfig.STANDARD.priorityFrom(),
            "Addresses of clients whose mail may have a priority above 0 (MT-PRIORITY, RFC 6710), besides those that"
                    + " have logged in or are known by certificate; that of others counts as 0, and is answered so.");

    private static final Key<WishesConfig, Boolean> PRIORITY_HEADER = Key.of(
            "priority-header",
            WishesConfig::priorityHeader,
            Scalar.truth(),
            WishesConfig.STANDARD.priorityHeader(),
            "Whether the field MT-Priority in the header counts where such a client names no priority otherwise, for its"
                    + " mail came through servers that do not know MT-PRIORITY (RFC 6758).");

    private static final Key<WishesConfig, Duration> DELIVER_BY = Key.of(
            "deliver-by",
            WishesConfig::leastBy,
            Durations.orOff(),
            WishesConfig.STANDARD.leastBy(),
            "The shortest time in which mail may be asked to be delivered or else returned (DELIVERBY, RFC 2852);"
                    + " shorter ones are refused at once; off: any.");

    private static final Key<WishesConfig, Duration> HOLD = Key.of(
            "hold",
            WishesConfig::longestHold,
            Durations.orOff(),
            WishesConfig.STANDARD.longestHold(),
            "How long submitted mail may be held for its sender before it goes (FUTURERELEASE, RFC 4865); off: it"
                    + " is not offered.");

    static final Mapping<WishesConfig> WISHES = new Mapping<>(
            "a mapping of bounds on what senders want",
            List.of(PRIORITY_FROM, PRIORITY_HEADER, DELIVER_BY, HOLD),
            values -> new WishesConfig(
                    values.get(PRIORITY_FROM), values.get(PRIORITY_HEADER), values.get(DELIVER_BY), values.get(HOLD)));

    private WishesKeys() {}
}
