package org.etrngateway.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.etrngateway.config.schema.Problems;

/** Collects the problems of one load. */
final class ProblemList implements Problems {
    private final List<ConfigProblem> problems = new ArrayList<>();

    @Override
    public void report(Path file, int line, String key, String text) {
        problems.add(new ConfigProblem(file, line, key, text));
    }

    @Override
    public int count() {
        return problems.size();
    }

    List<ConfigProblem> sorted() {
        return problems.stream().sorted().distinct().toList();
    }
}
