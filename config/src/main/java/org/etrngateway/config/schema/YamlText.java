package org.etrngateway.config.schema;

import java.util.HashSet;
import java.util.Set;

/** Writes settings as YAML; above the first use of a key stands its documentation. */
public final class YamlText {
    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();
    private final Set<String> explained = new HashSet<>();

    private YamlText() {}

    public static String of(Printed.Block root) {
        YamlText text = new YamlText();
        root.members().forEach(member -> text.member(member, ""));
        return text.out.toString();
    }

    private void member(Printed.Member member, String indent) {
        if (member.value() == Printed.NOTHING) {
            return;
        }
        if (!member.documentation().isEmpty() && explained.add(member.name() + member.documentation())) {
            out.append(indent).append("# ").append(member.documentation()).append('\n');
        }
        out.append(indent).append(new Printed.Text(member.name()).inline()).append(':');
        value(member.value(), indent);
    }

    private void value(Printed value, String indent) {
        if (value.isInline()) {
            out.append(' ').append(value.inline()).append('\n');
            return;
        }
        out.append('\n');
        if (value instanceof Printed.Block block) {
            block.members().forEach(member -> member(member, indent + INDENT));
        } else if (value instanceof Printed.Items items) {
            items.items()
                    .forEach(item -> out.append(indent)
                            .append("  - ")
                            .append(item.inline())
                            .append('\n'));
        }
    }
}
