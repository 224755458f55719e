package org.etrngateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The tools for the files of a spool. */
@Command(
        name = "spool",
        description = {
            "Reads the files of a spool: checks, lists, backs up, rescues.",
            "All but rebuild-index and restore change nothing, and may run beside the gateway."
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:done", "64:wrong usage; each command has its own codes"},
        subcommands = {
            SpoolVerifyCommand.class,
            SpoolListCommand.class,
            SpoolShowCommand.class,
            SpoolExportCommand.class,
            SpoolRebuildIndexCommand.class,
            SpoolSalvageCommand.class,
            SpoolBackupCommand.class,
            SpoolRestoreCommand.class,
            HelpCommand.class
        })
final class SpoolCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "spool needs a command: verify, list, show, …");
    }
}
