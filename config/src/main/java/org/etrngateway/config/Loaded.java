package org.etrngateway.config;

import java.util.List;
import java.util.Optional;

/**
 * What became of reading the settings.
 *
 * @param config empty exactly if there are problems
 * @param problems all of them, ordered by place
 */
public record Loaded(Optional<GatewayConfig> config, List<ConfigProblem> problems) {
    public Loaded {
        problems = List.copyOf(problems);
        if (config.isPresent() != problems.isEmpty()) {
            throw new IllegalArgumentException("settings have problems or are there");
        }
    }
}
