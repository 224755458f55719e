package org.etrngateway.config;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * What is wrong with a setting, where it stands and what to do about it. Ordered by place.
 *
 * @param line from 1; 0 where the problem concerns the whole file
 * @param key the dotted path of the key; empty where there is none
 */
public record ConfigProblem(Path file, int line, String key, String text) implements Comparable<ConfigProblem> {
    private static final Comparator<ConfigProblem> BY_PLACE = Comparator.comparing(ConfigProblem::file)
            .thenComparingInt(ConfigProblem::line)
            .thenComparing(ConfigProblem::key)
            .thenComparing(ConfigProblem::text);

    @Override
    public int compareTo(ConfigProblem other) {
        return BY_PLACE.compare(this, other);
    }

    /** {@code file:line: key: text}, without the parts that there are none of. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + ": ") + text;
    }
}
