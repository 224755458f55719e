package org.etrngateway.cli;

import org.etrngateway.config.GatewayConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at the settings without using them. */
@Command(
        name = "check-config",
        description = "Reads the settings and reports every problem with file, line and key.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:no problem", "64:wrong usage", "78:problems"})
final class CheckConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption settings;

    @Override
    public void run() {
        GatewayConfig config = settings.load();
        spec.commandLine()
                .getOut()
                .println("no problems; sites: " + config.sites().size() + ", listeners: "
                        + config.listeners().size());
    }
}
