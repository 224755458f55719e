package org.etrngateway.cli;

import java.util.Optional;
import org.etrngateway.log.Printable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: all commands, and what becomes of errors. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        description = "Holds mail for sites that are reachable only now and then, and delivers it when they ask.",
        versionProvider = GatewayCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            RunCommand.class,
            CheckConfigCommand.class,
            DoctorCommand.class,
            TopCommand.class,
            PrintConfigCommand.class,
            SitesCommand.class,
            QueueCommand.class,
            HistoryCommand.class,
            StatisticsCommand.class,
            AlertsCommand.class,
            WindowsCommand.class,
            FlushCommand.class,
            SiteCommands.Pause.class,
            SiteCommands.Resume.class,
            MessageCommand.class,
            MessagesCommands.Hold.class,
            MessagesCommands.Release.class,
            MessagesCommands.Priority.class,
            MessagesCommands.Bounce.class,
            MessagesCommands.Remove.class,
            RedirectCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            TokenCommand.class,
            EtrnCommand.class,
            AtrnCommand.class,
            SiteCommand.class,
            SpoolCommand.class,
            CompletionCommand.class,
            ManualCommand.class,
            HelpCommand.class
        })
final class GatewayCommand {
    /** The command line, ready to execute. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new GatewayCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, arguments) -> explain(e));
        line.setExecutionExceptionHandler((e, command, result) -> explain(e, command));
        return line;
    }

    private static int explain(ParameterException e) {
        CommandLine command = e.getCommandLine();
        e.getMessage().lines().map(Printable::of).forEach(command.getErr()::println);
        if (!UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
            command.getErr().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE;
    }

    private static int explain(Exception e, CommandLine command) throws Exception {
        if (e instanceof OperatorException known) {
            known.getMessage().lines().map(Printable::of).forEach(command.getErr()::println);
            return known.exitCode();
        }
        throw e;
    }

    /** The version, from the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"ETRN gateway " + text()};
        }

        static String text() {
            return Optional.ofNullable(GatewayCommand.class.getPackage().getImplementationVersion())
                    .orElse("(development)");
        }
    }
}
