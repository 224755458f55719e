package org.etrngateway.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.etrngateway.queue.spool.BackupReport;
import org.etrngateway.queue.spool.SpoolArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Copies a spool, also of a running gateway. */
@Command(
        name = "backup",
        description = {
            "Copies the spool as it is at one moment; the gateway may run, and does not notice.",
            "Into a folder with an older backup of this spool only what is new is copied. Cut at any",
            "moment, the folder holds the older backup."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:complete",
            "64:wrong usage",
            "65:complete but for what is damaged in the spool; standard error says what",
            "69:there is no spool, or DIR cannot hold its backup",
            "74:the disk cannot be read or written",
            "78:problems in the settings"
        })
final class SpoolBackupCommand extends SpoolCommands {
    @Parameters(index = "0", paramLabel = "DIR", description = "New, empty, or with an older backup of this spool.")
    private Path to;

    @Override
    int run() throws IOException {
        SpoolArchive archive = archive();
        BackupReport report;
        try (ProgressLine progress = progress()) {
            report = archive.backup(to, Clock.systemUTC(), progress);
        }
        report.findings().forEach(this::warn);
        out().println("position: " + report.segment() + ", offset " + report.offset() + ", at " + report.taken());
        out().println("holds: " + count(report.messages(), "message") + ", " + Units.size(report.octets()));
        out().println("new: " + Units.size(report.copied())
                + (report.passes() > 1 ? ", in " + report.passes() + " passes" : ""));
        return report.findings().isEmpty() ? ExitCode.OK : ExitCode.DATA;
    }
}
