package org.etrngateway.config;

import java.util.List;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.Sizes;

/** The settings of a site for large messages. */
final class OversizeKeys {
    private static final Key<OversizeConfig, Long> ABOVE = Key.required(
            "above",
            OversizeConfig::above,
            Sizes.kind(1024),
            "Octets of the largest message to which this does not apply.");

    private static final Key<OversizeConfig, OversizeConfig.Action> ACTION = Key.of(
            "action",
            OversizeConfig::action,
            Scalar.oneOf(OversizeConfig.Action.class),
            OversizeConfig.Action.HOLD,
            "hold: until `gateway release`; window: until a window with large: true, or the operator's flush; then they go last,"
                    + " each alone. refuse: 552 when they are offered.");

    private static final Key<OversizeConfig, Boolean> NOTIFY = Key.of(
            "notify",
            OversizeConfig::tellsSender,
            Scalar.truth(),
            true,
            "Whether the sender of a message that is held for an operator is told, unless its NOTIFY forbids it.");

    static final Mapping<OversizeConfig> OVERSIZE = new Mapping<>(
            "a mapping of the settings for large messages",
            List.of(ABOVE, ACTION, NOTIFY),
            values -> new OversizeConfig(values.get(ABOVE), values.get(ACTION), values.get(NOTIFY)));

    private OversizeKeys() {}
}
