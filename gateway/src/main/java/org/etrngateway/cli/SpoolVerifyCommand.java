package org.etrngateway.cli;

import java.io.IOException;
import org.etrngateway.log.Printable;
import org.etrngateway.queue.spool.Finding;
import org.etrngateway.queue.spool.Soundness;
import org.etrngateway.queue.spool.SpoolArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads all of a spool. */
@Command(
        name = "verify",
        description = {
            "Reads every octet of the spool and compares it with its checksums.",
            "Beside a running gateway it judges the log as it was at one moment."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:sound; there may be notes",
            "64:wrong usage",
            "65:damaged: mail may be lost, or cannot be read",
            "69:there is no spool",
            "74:the disk cannot be read",
            "78:problems in the settings"
        })
final class SpoolVerifyCommand extends SpoolCommands {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    int run() throws IOException {
        SpoolArchive archive = archive();
        Soundness found;
        try (ProgressLine progress = progress()) {
            found = archive.verify(progress);
        }
        if (json) {
            out().println(SpoolJson.of(found));
            return found.isSound() ? ExitCode.OK : ExitCode.DATA;
        }
        found.findings().forEach(this::print);
        archive.holder().ifPresent(pid -> out().println("in use by process " + pid));
        out().println("read: " + count(found.segments(), "segment") + ", " + count(found.records(), "record") + ", "
                + count(found.largeFiles(), "large file") + ", " + Units.size(found.octets()));
        out().println("held: " + count(found.messages(), "message"));
        long damages = found.findings().stream().filter(Finding::damage).count();
        out().println(found.isSound() ? "sound" : "DAMAGED: " + count(damages, "problem"));
        return found.isSound() ? ExitCode.OK : ExitCode.DATA;
    }

    private void print(Finding finding) {
        out().println((finding.damage() ? "DAMAGE " : "note   ") + Printable.of(finding.toString()));
    }
}
