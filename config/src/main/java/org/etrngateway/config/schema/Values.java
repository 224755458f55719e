package org.etrngateway.config.schema;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The values of all keys of one mapping, and the way to refuse one that does not fit the others. */
public final class Values<R> {
    private final YamlValue mapping;
    private final Map<String, YamlValue> members;
    private final Problems problems;
    private final Map<Key<R, ?>, Object> values = new HashMap<>();

    Values(YamlValue mapping, Map<String, YamlValue> members, Problems problems) {
        this.mapping = mapping;
        this.members = members;
        this.problems = problems;
    }

    <T> void read(Key<R, T> key) {
        YamlValue member = members.get(key.name());
        if (member != null) {
            key.kind().read(member, problems).ifPresent(value -> values.put(key, value));
        } else if (key.standard().isPresent()) {
            values.put(key, key.standard().get());
        } else {
            refuse(key, "is missing: expected " + key.kind().describe());
        }
    }

    /** The value that was read, or the default. */
    @SuppressWarnings("unchecked") // only read puts values, each under a key of its type
    public <T> T get(Key<R, T> key) {
        return (T) values.get(key);
    }

    /** The name under which the mapping stands. */
    public String name() {
        return mapping.name();
    }

    /** The absolute path of the file in which the mapping stands. */
    public Path file() {
        return mapping.file().toAbsolutePath().normalize();
    }

    /** Reports a problem at the key, or at the mapping if the key was left out. */
    public void refuse(Key<R, ?> key, String text) {
        String path = mapping.key().isEmpty() ? key.name() : mapping.key() + "." + key.name();
        YamlValue at = members.getOrDefault(key.name(), mapping);
        problems.report(mapping.file(), at.line(), path, text);
    }
}
