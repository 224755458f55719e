package org.etrngateway.config.schema;

import java.util.List;
import java.util.Optional;

/** What a setting can be: how its value is read from YAML, printed as YAML, and described. */
public interface Kind<T> {
    /** Empty if the value is no such thing, which was reported. */
    Optional<T> read(YamlValue value, Problems problems);

    /** What reads again as an equal value. */
    Printed print(T value);

    /** Completes "is not …" and "expected …"; with its article. */
    String describe();

    /** The mappings that a value of this kind is made of, for the reference. */
    default List<Mapping<?>> mappings() {
        return List.of();
    }

    /** This kind for a key that may be left out. */
    default Kind<Optional<T>> orNothing() {
        return new OptionalKind<>(this);
    }
}
