package org.etrngateway.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.etrngateway.queue.spool.RestoreReport;
import org.etrngateway.queue.spool.SpoolArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a spool of a backup. */
@Command(
        name = "restore",
        description = {
            "Makes a spool of a backup, in a folder that is missing or empty; checks all of it first.",
            "What was delivered since the backup will be delivered again; what was accepted since is not",
            "in it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:restored; start the gateway",
            "64:wrong usage",
            "69:the backup is not whole, or the folder of the spool is not empty",
            "74:the disk cannot be read or written",
            "78:problems in the settings"
        })
final class SpoolRestoreCommand extends SpoolCommands {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the backup.")
    private Path backup;

    @Override
    int run() throws IOException {
        Path spool = folder();
        RestoreReport report;
        try (ProgressLine progress = progress()) {
            report = SpoolArchive.restore(backup, spool, progress);
        }
        out().println("restored into " + spool + ": " + count(report.messages(), "message") + ", "
                + count(report.files(), "file") + ", " + Units.size(report.octets()));
        out().println("What was delivered since " + report.taken() + " will be delivered again;");
        out().println("what was accepted since is not in it.");
        return ExitCode.OK;
    }
}
