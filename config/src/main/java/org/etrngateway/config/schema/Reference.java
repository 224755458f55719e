package org.etrngateway.config.schema;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Writes what is declared as a page of Markdown: a table for each mapping, outer ones first. */
public final class Reference {
    private final StringBuilder out = new StringBuilder();

    private Reference() {}

    public static String markdown(Mapping<?> root) {
        Set<Mapping<?>> mappings = new LinkedHashSet<>();
        collect(root, mappings);
        Reference reference = new Reference();
        mappings.forEach(reference::section);
        return reference.out.toString();
    }

    private static void collect(Mapping<?> mapping, Set<Mapping<?>> into) {
        if (into.add(mapping)) {
            mapping.keys().forEach(key -> key.kind().mappings().forEach(inner -> collect(inner, into)));
        }
    }

    private void section(Mapping<?> mapping) {
        String title = mapping.describe().replaceFirst("^a mapping of ", "");
        out.append("## ").append(title.substring(0, 1).toUpperCase(Locale.ROOT)).append(title.substring(1));
        out.append("\n\n| key | value | default | meaning |\n|---|---|---|---|\n");
        mapping.keys().forEach(this::row);
        out.append('\n');
    }

    private void row(Key<?, ?> key) {
        Printed standard = key.printStandard();
        String shown = standard == Printed.NOTHING ? "" : "`" + standard.inline() + "`";
        out.append("| `")
                .append(key.name())
                .append("` | ")
                .append(cell(key.kind().describe()));
        out.append(" | ").append(key.standard().isEmpty() ? "required" : cell(shown));
        out.append(" | ").append(cell(key.documentation())).append(" |\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
