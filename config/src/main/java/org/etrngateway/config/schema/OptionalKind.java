package org.etrngateway.config.schema;

import java.util.List;
import java.util.Optional;

/** A kind whose value may be left out; it is then not printed either. */
record OptionalKind<T>(Kind<T> kind) implements Kind<Optional<T>> {
    @Override
    public Optional<Optional<T>> read(YamlValue value, Problems problems) {
        Optional<T> read = kind.read(value, problems);
        return read.isPresent() ? Optional.of(read) : Optional.empty();
    }

    @Override
    public Printed print(Optional<T> value) {
        return value.map(kind::print).orElse(Printed.NOTHING);
    }

    @Override
    public String describe() {
        return kind.describe();
    }

    @Override
    public List<Mapping<?>> mappings() {
        return kind.mappings();
    }
}
