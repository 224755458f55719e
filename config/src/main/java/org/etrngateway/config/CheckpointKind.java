package org.etrngateway.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Kind;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Printed;
import org.etrngateway.config.schema.Problems;
import org.etrngateway.config.schema.Sizes;
import org.etrngateway.config.schema.YamlValue;

/** Which messages go on where a connection has ended (RFC 1845): {@code off}, or those above a size in octets. */
final class CheckpointKind implements Kind<OptionalLong> {
    private static final String OFF = "off";

    private static final Key<OptionalLong, Long> ABOVE = Key.of(
            "above",
            OptionalLong::getAsLong,
            Sizes.kind(0),
            SessionConfig.CHECKPOINT.getAsLong(),
            "Messages of more octets do; smaller ones are sent again as a whole.");

    private static final Mapping<OptionalLong> MAPPING = new Mapping<>(
            "off, or a mapping such as { above: 64KiB }", List.of(ABOVE), values -> OptionalLong.of(values.get(ABOVE)));

    @Override
    public Optional<OptionalLong> read(YamlValue value, Problems problems) {
        boolean off = value.text().map(OFF::equals).orElse(false);
        return off ? Optional.of(OptionalLong.empty()) : MAPPING.read(value, problems);
    }

    @Override
    public Printed print(OptionalLong value) {
        return value.isEmpty() ? new Printed.Text(OFF) : MAPPING.print(value);
    }

    @Override
    public String describe() {
        return MAPPING.describe();
    }

    @Override
    public List<Mapping<?>> mappings() {
        return List.of(MAPPING);
    }
}
