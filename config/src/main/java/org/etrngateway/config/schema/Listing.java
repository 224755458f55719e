package org.etrngateway.config.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list; a single item may stand without brackets.
 *
 * @param describe with its article
 * @param atLeast how many items there must be
 */
public record Listing<T>(String describe, Kind<T> item, int atLeast) implements Kind<List<T>> {
    @Override
    public Optional<List<T>> read(YamlValue value, Problems problems) {
        if (value.isNothing()) {
            problems.report(value.file(), value.line(), value.key(), "expected " + describe + ", found nothing");
            return Optional.empty();
        }
        int before = problems.count();
        List<T> read = new ArrayList<>();
        for (YamlValue one : value.items()) {
            item.read(one, problems).ifPresent(read::add);
        }
        if (problems.count() == before && read.size() < atLeast) {
            problems.report(value.file(), value.line(), value.key(), "expected " + describe + ", found an empty list");
        }
        return problems.count() == before ? Optional.of(List.copyOf(read)) : Optional.empty();
    }

    @Override
    public Printed print(List<T> value) {
        return new Printed.Items(value.stream().map(item::print).toList());
    }

    @Override
    public List<Mapping<?>> mappings() {
        return item.mappings();
    }
}
