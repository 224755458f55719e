package org.etrngateway.config.schema;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value in a YAML file with the place where it stands.
 *
 * @param key the dotted path that leads to it; empty at the root of a file
 * @param name the last name of that path; the root's is chosen by who reads the file
 * @param line the line of its key, or where it has none the line it begins on; from 1
 * @param main the root of the file whose names are called for from here; empty: no name means anything
 */
public record YamlValue(Path file, String key, String name, int line, Node node, Optional<YamlValue> main) {
    YamlValue(Path file, String key, String name, int line, Node node) {
        this(file, key, name, line, node, Optional.empty());
    }

    /** The same, from where the names in that file may be called for. */
    public YamlValue callingFor(YamlValue names) {
        return new YamlValue(file, key, name, line, node, Optional.of(names));
    }

    /**
     * The value that this one is the name of, from which no further name is called for.
     *
     * @param group the key under which the names stand, at the root of their file
     * @return empty if this is no name of one
     */
    public Optional<YamlValue> elsewhere(String group) {
        return text().flatMap(called -> main.flatMap(root -> root.member(group))
                .flatMap(named -> named.member(called))
                .map(found -> new YamlValue(found.file, found.key, found.name, found.line, found.node)));
    }

    /** The root of a file without content. */
    static YamlValue nothing(Path file, String name) {
        return new YamlValue(file, "", name, 1, new ScalarNode(Tag.NULL, "", ScalarStyle.PLAIN));
    }

    /** The text of a scalar, as written (quotes resolved); empty for anything else. */
    public Optional<String> text() {
        return node instanceof ScalarNode scalar && !isNothing() ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    /** True for a key without a value, and for {@code null}. */
    public boolean isNothing() {
        return node.getTag().equals(Tag.NULL);
    }

    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** The items of a list; a single value counts as a list of one. */
    public List<YamlValue> items() {
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(this);
        }
        List<YamlValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            String index = "[" + items.size() + "]";
            items.add(new YamlValue(file, key + index, name + index, lineOf(item), item, main));
        }
        return items;
    }

    /** The members of a mapping by name, in order; what has no name or the name of another is reported. */
    public Map<String, YamlValue> members(Problems problems) {
        Map<String, YamlValue> members = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                addMember(tuple, members, problems);
            }
        }
        return members;
    }

    /** The first member of that name; problems are left to {@link #members}. */
    public Optional<YamlValue> member(String wanted) {
        return memberList().stream()
                .filter(member -> member.name.equals(wanted))
                .findFirst();
    }

    /** The members of a mapping that have a name, in order; problems are left to {@link #members}. */
    public List<YamlValue> memberList() {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode)
                        .map(tuple -> named((ScalarNode) tuple.getKeyNode(), tuple.getValueNode()))
                        .toList()
                : List.of();
    }

    /** Where it stands, as {@code file:line}. */
    public String place() {
        return file + ":" + line;
    }

    private YamlValue named(ScalarNode nameNode, Node child) {
        String childName = nameNode.getValue();
        String path = key.isEmpty() ? childName : key + "." + childName;
        return new YamlValue(file, path, childName, lineOf(nameNode), child, main);
    }

    private void addMember(NodeTuple tuple, Map<String, YamlValue> members, Problems problems) {
        int keyLine = lineOf(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
            problems.report(file, keyLine, key, "a key is a word, not a list or a mapping");
            return;
        }
        YamlValue member = named(scalar, tuple.getValueNode());
        YamlValue first = members.putIfAbsent(member.name, member);
        if (first != null) {
            problems.report(file, keyLine, member.key, "stands here a second time; the first is on line " + first.line);
        }
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
