package org.etrngateway.config.schema;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A mapping with a fixed set of keys, read into an {@code R}. Every problem of every key is reported;
 * a key that is not declared is one, with the declared name it resembles.
 */
public final class Mapping<R> implements Kind<R> {
    private final String describe;
    private final List<Key<R, ?>> keys;
    private final List<String> names;
    private final Function<Values<R>, R> assembly;

    /**
     * @param describe with its article
     * @param assembly makes the value, called only if every key has one; may refuse keys
     */
    public Mapping(String describe, List<Key<R, ?>> keys, Function<Values<R>, R> assembly) {
        this.describe = describe;
        this.keys = List.copyOf(keys);
        names = keys.stream().map(Key::name).toList();
        this.assembly = assembly;
    }

    @Override
    public Optional<R> read(YamlValue value, Problems problems) {
        if (!value.isMapping() && !value.isNothing()) {
            String text = "expected " + describe
                    + value.text().map(t -> ", found '" + t + "'").orElse("");
            problems.report(value.file(), value.line(), value.key(), text);
            return Optional.empty();
        }
        int before = problems.count();
        Map<String, YamlValue> members = value.members(problems);
        members.values().forEach(member -> checkKnown(member, problems));
        Values<R> values = new Values<>(value, members, problems);
        keys.forEach(values::read);
        if (problems.count() > before) {
            return Optional.empty();
        }
        R result = assembly.apply(values);
        return problems.count() > before ? Optional.empty() : Optional.of(result);
    }

    /** The value where nothing is written at all; only for a mapping whose keys all have defaults. */
    public R standard() {
        return read(YamlValue.nothing(Path.of(""), ""), Problems.FORBIDDEN).orElseThrow();
    }

    @Override
    public Printed.Block print(R value) {
        return new Printed.Block(keys.stream().map(key -> key.print(value)).toList());
    }

    @Override
    public String describe() {
        return describe;
    }

    public List<Key<R, ?>> keys() {
        return keys;
    }

    @Override
    public List<Mapping<?>> mappings() {
        return List.of(this);
    }

    private void checkKnown(YamlValue member, Problems problems) {
        if (!names.contains(member.name())) {
            String hint = Resemblance.closest(member.name(), names)
                    .map(name -> "; did you mean '" + name + "'?")
                    .orElse("; the keys here are " + String.join(", ", names));
            problems.report(member.file(), member.line(), member.key(), "there is no such key" + hint);
        }
    }
}
