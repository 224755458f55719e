package org.etrngateway.cli;

import java.nio.file.Path;
import org.etrngateway.config.ConfigLoader;
import org.etrngateway.config.GatewayConfig;
import org.etrngateway.config.Loaded;
import picocli.CommandLine.Option;

/** The option that names the settings, for all commands that need them. */
final class ConfigOption {
    @Option(names = "--config", paramLabel = "FILE", description = "The settings (config/gateway.yaml).")
    private Path file = standard();

    /** Where the settings are, if nobody says otherwise; the launcher names the folder of the installation. */
    static Path standard() {
        return Path.of(System.getProperty("gateway.home", ""), "config", "gateway.yaml");
    }

    GatewayConfig load() {
        return load(file);
    }

    /**
     * @throws OperatorException with a line for each problem
     */
    static GatewayConfig load(Path file) {
        Loaded loaded = ConfigLoader.load(file);
        return loaded.config().orElseThrow(() -> new OperatorException(ExitCode.CONFIG, problems(loaded)));
    }

    static String problems(Loaded loaded) {
        StringBuilder lines = new StringBuilder();
        loaded.problems()
                .forEach(problem -> lines.append(lines.isEmpty() ? "" : "\n").append(problem));
        return lines.toString();
    }
}
