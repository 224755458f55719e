package org.etrngateway.config.schema;

import java.util.Optional;
import java.util.function.Function;

/**
 * A key of a mapping that is read into an {@code R}, declared once. Compared by identity. Immutable.
 *
 * @param <T> the type of its value
 */
public final class Key<R, T> {
    private final String name;
    private final String documentation;
    private final Kind<T> kind;
    private final Function<R, T> getter;
    private final Optional<T> standard;

    private Key(String name, Function<R, T> getter, Kind<T> kind, Optional<T> standard, String documentation) {
        this.name = name;
        this.getter = getter;
        this.kind = kind;
        this.standard = standard;
        this.documentation = documentation;
    }

    /** A key that must be there. */
    public static <R, T> Key<R, T> required(String name, Function<R, T> getter, Kind<T> kind, String documentation) {
        return new Key<>(name, getter, kind, Optional.empty(), documentation);
    }

    /** A key with a default. */
    public static <R, T> Key<R, T> of(
            String name, Function<R, T> getter, Kind<T> kind, T standard, String documentation) {
        return new Key<>(name, getter, kind, Optional.of(standard), documentation);
    }

    /** A key that may be left out and has no default. */
    public static <R, T> Key<R, Optional<T>> optional(
            String name, Function<R, Optional<T>> getter, Kind<T> kind, String documentation) {
        return new Key<>(name, getter, kind.orNothing(), Optional.of(Optional.empty()), documentation);
    }

    public String name() {
        return name;
    }

    public String documentation() {
        return documentation;
    }

    public Kind<T> kind() {
        return kind;
    }

    /** The value where the key is left out; empty if it may not be. */
    public Optional<T> standard() {
        return standard;
    }

    /** The key and its value in a record, as a member to print. */
    Printed.Member print(R from) {
        return new Printed.Member(name, documentation, kind.print(getter.apply(from)));
    }

    /** The default as it would be written; nothing if there is none. */
    Printed printStandard() {
        return standard.map(kind::print).orElse(Printed.NOTHING);
    }
}
