package org.etrngateway.cli;

import org.etrngateway.config.ConfigText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the settings as they count. */
@Command(
        name = "print-config",
        description = "Prints the settings in full, with all defaults and all sites.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:printed", "64:wrong usage", "78:the settings have problems"})
final class PrintConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption settings;

    @Option(names = "--reference", description = "Print instead every key with its kind, default and meaning.")
    private boolean reference;

    @Override
    public void run() {
        String text = reference ? ConfigText.reference() : ConfigText.print(settings.load());
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }
}
