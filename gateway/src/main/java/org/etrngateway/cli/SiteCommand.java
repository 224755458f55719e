package org.etrngateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What concerns the accounts of sites. */
@Command(
        name = "site",
        description = {
            "Sets the passwords with which sites log in, and lists their accounts.",
            "Works on the file of accounts; a running gateway reads it again within ten seconds."
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = {SitePasswordCommand.class, SiteAccountsCommand.class, HelpCommand.class})
final class SiteCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "site needs a command: passwd or accounts");
    }
}
