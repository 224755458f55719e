package org.etrngateway.admin;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * JSON Schemas of the records that the interface speaks in, as Jackson writes them: every component is there, and an
 * empty Optional is null. Not thread-safe.
 */
final class Schemas {
    private static final Map<Class<?>, Map<String, Object>> SIMPLE = Map.of(
            String.class, Map.of("type", "string"),
            boolean.class, Map.of("type", "boolean"),
            Boolean.class, Map.of("type", "boolean"),
            int.class, Map.of("type", "integer", "format", "int32"),
            Integer.class, Map.of("type", "integer", "format", "int32"),
            long.class, Map.of("type", "integer", "format", "int64"),
            Long.class, Map.of("type", "integer", "format", "int64"),
            double.class, Map.of("type", "number", "format", "double"),
            Instant.class, Map.of("type", "string", "format", "date-time"));

    private final Map<String, Map<String, Object>> records = new TreeMap<>();

    /** Those of all records that were asked for, and of all in them, by name. */
    Map<String, Map<String, Object>> all() {
        return records;
    }

    /**
     * A schema, by reference if it is that of a record.
     *
     * @throws IllegalArgumentException if the type is none that can be described, which is a fault of the program
     */
    Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Map<String, Object> inner = of(generic.getActualTypeArguments()[0]);
            return generic.getRawType() == Optional.class ? orNull(inner) : Map.of("type", "array", "items", inner);
        }
        if (SIMPLE.containsKey(type)) {
            return SIMPLE.get(type);
        }
        if (type instanceof Class<?> form && form.isRecord()) {
            String name = form.getSimpleName();
            if (!records.containsKey(name)) {
                // Before it is filled: a record may hold others of its own kind.
                Map<String, Object> schema = new LinkedHashMap<>();
                records.put(name, schema);
                describe(form, schema);
            }
            return Map.of("$ref", "#/components/schemas/" + name);
        }
        throw new IllegalArgumentException(type + " has no schema");
    }

    private void describe(Class<?> form, Map<String, Object> schema) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (RecordComponent component : form.getRecordComponents()) {
            properties.put(component.getName(), of(component.getGenericType()));
        }
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put(
                "required",
                Arrays.stream(form.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
    }
}
