package org.etrngateway.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.certificate.KeyPin;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Kind;
import org.etrngateway.config.schema.Listing;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Printed;
import org.etrngateway.config.schema.Problems;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.YamlValue;

/** {@code none}, {@code may}, {@code require}, or a mapping such as {@code { pin: sha256/… }}. */
final class TlsModeKind implements Kind<TlsMode> {
    private static final Key<TlsMode, List<KeyPin>> PIN = Key.required(
            "pin",
            mode -> mode.pins().stream()
                    .sorted(Comparator.comparing(KeyPin::toString))
                    .toList(),
            new Listing<>(
                    "a list of pins such as sha256/AoMco635mhAlMghzdNlkchCPJvEAge4Gvoa0IUEeuFY=",
                    new Scalar<>("a pin of a key", KeyPin::parse, KeyPin::toString),
                    1),
            "The SHA-256 of the server's public key (SubjectPublicKeyInfo) in Base64; several where a key is about to"
                    + " change.");

    private static final Mapping<TlsMode> MAPPING =
            new Mapping<>("a mapping of pins", List.of(PIN), values -> TlsMode.pinned(Set.copyOf(values.get(PIN))));

    private static final Scalar<TlsMode> WORD = new Scalar<>(
            "one of none, may, require, or a mapping such as { pin: sha256/… }", TlsModeKind::parse, TlsModeKind::word);

    @Override
    public Optional<TlsMode> read(YamlValue value, Problems problems) {
        return value.isMapping() ? MAPPING.read(value, problems) : WORD.read(value, problems);
    }

    private static TlsMode parse(String text) {
        return switch (text) {
            case "none" -> TlsMode.NONE;
            case "may" -> TlsMode.MAY;
            case "require" -> TlsMode.REQUIRE;
            default -> throw new IllegalArgumentException();
        };
    }

    private static String word(TlsMode mode) {
        return mode.demand().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Printed print(TlsMode value) {
        return value.pins().isEmpty() ? WORD.print(value) : MAPPING.print(value);
    }

    @Override
    public String describe() {
        return WORD.describe();
    }

    @Override
    public List<Mapping<?>> mappings() {
        return List.of(MAPPING);
    }
}
