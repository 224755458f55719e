package org.etrngateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the manual pages: what {@code --help} says, as man reads it. For who makes a package. */
@Command(
        name = "manual",
        hidden = true,
        description = "Writes the manual pages of all commands into a folder.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:written", "64:wrong usage", "74:the folder cannot be written"})
final class ManualCommand implements Callable<Integer> {
    private static final String PROGRAM = "etrn-gateway";

    @Parameters(index = "0", paramLabel = "FOLDER", description = "Where they go; it is made.")
    private Path folder;

    @Override
    public Integer call() {
        try {
            Files.createDirectories(folder);
            write(PROGRAM, GatewayCommand.commandLine());
            return ExitCode.OK;
        } catch (IOException e) {
            throw new OperatorException(ExitCode.IO_ERROR, "cannot write into " + folder + ": " + e.getMessage());
        }
    }

    private void write(String name, CommandLine command) throws IOException {
        Files.writeString(folder.resolve(name + ".1"), ManualPage.of(name, command.getCommandSpec()));
        for (var sub : command.getSubcommands().entrySet()) {
            if (!sub.getValue().getCommandSpec().usageMessage().hidden()
                    && !sub.getKey().equals("help")) {
                write(name + "-" + sub.getKey(), sub.getValue());
            }
        }
    }
}
