package org.etrngateway.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete our commands. */
@Command(
        name = "completion",
        description = {
            "Prints a script with which bash and zsh complete commands and options:",
            "source <(etrn-gateway completion)"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:printed", "64:wrong usage"})
final class CompletionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--command",
            paramLabel = "NAME",
            defaultValue = "etrn-gateway",
            description = "The name under which it is called (${DEFAULT-VALUE}).")
    private String command;

    @Override
    public void run() {
        spec.commandLine().getOut().print(AutoComplete.bash(command, GatewayCommand.commandLine()));
        spec.commandLine().getOut().flush();
    }
}
