package org.etrngateway.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.etrngateway.config.schema.Kind;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Printed;
import org.etrngateway.config.schema.Problems;
import org.etrngateway.config.schema.YamlValue;

/**
 * Values with names, by which other settings call for them, those in files of sites too.
 *
 * @param describe with its article
 * @param item what has a name
 */
record NamesKind<T>(String describe, Kind<T> item) implements Kind<Map<String, T>> {
    private static final Pattern NAME = Pattern.compile("(?!none$)[a-z][a-z0-9-]*");

    @Override
    public Optional<Map<String, T>> read(YamlValue value, Problems problems) {
        if (!value.isMapping() && !value.isNothing()) {
            problems.report(value.file(), value.line(), value.key(), "expected " + describe);
            return Optional.empty();
        }
        int before = problems.count();
        Map<String, T> read = new LinkedHashMap<>();
        for (YamlValue member : value.members(problems).values()) {
            if (!NAME.matcher(member.name()).matches()) {
                problems.report(
                        member.file(),
                        member.line(),
                        member.key(),
                        "a name is a small letter, then small letters, digits and hyphens, and not none");
            }
            item.read(member, problems).ifPresent(one -> read.put(member.name(), one));
        }
        return problems.count() == before ? Optional.of(read) : Optional.empty();
    }

    @Override
    public Printed print(Map<String, T> value) {
        return new Printed.Block(value.entrySet().stream()
                .map(entry -> new Printed.Member(entry.getKey(), "", item.print(entry.getValue())))
                .toList());
    }

    @Override
    public List<Mapping<?>> mappings() {
        return item.mappings();
    }
}
