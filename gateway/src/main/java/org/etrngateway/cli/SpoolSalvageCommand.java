package org.etrngateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.spool.Finding;
import org.etrngateway.queue.spool.SpoolArchive;
import org.etrngateway.queue.spool.SpooledMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what is whole in a damaged spool. */
@Command(
        name = "salvage",
        description = {
            "Writes each message that is whole as ID.eml, with its envelope as ID.json.",
            "Reads segments and quarantine record by record, also where headers are damaged; says what it",
            "cannot read. The spool is not changed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:all was whole",
            "64:wrong usage, or DIR is not empty",
            "65:something cannot be read; what is whole was written",
            "69:there is no spool",
            "74:the disk cannot be read or written",
            "78:problems in the settings"
        })
final class SpoolSalvageCommand extends SpoolCommands {
    @Parameters(index = "0", paramLabel = "DIR", description = "Where to write; new, or empty.")
    private Path to;

    @Option(names = "--segment", paramLabel = "FILE", description = "Read this segment alone, or what is left of it.")
    private Path segment;

    @Option(names = "--all", description = "Also messages that are done with: delivering them again doubles them.")
    private boolean all;

    @Override
    int run() throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(to)) {
            if (files.findAny().isPresent()) {
                throw new OperatorException(ExitCode.USAGE, to + " is not empty");
            }
        }
        Writer writer = new Writer();
        if (segment == null) {
            archive().salvage(all, writer);
        } else {
            Path spool = segment.toAbsolutePath().resolveSibling("..").normalize();
            SpoolArchive.salvage(segment, spool, all, writer);
        }
        out().println("written: " + count(writer.messages, "message") + ", " + Units.size(writer.octets));
        if (writer.damages > 0) {
            out().println("NOT READABLE: " + count(writer.damages, "place"));
        }
        return writer.damages > 0 ? ExitCode.DATA : ExitCode.OK;
    }

    private final class Writer implements SpoolArchive.Rescuer {
        private long messages;
        private long octets;
        private long damages;

        @Override
        public void message(SpooledMessage message, Content content) throws IOException {
            SpoolExportCommand.create(content, to.resolve(message.id() + ".eml"));
            Files.writeString(to.resolve(message.id() + ".json"), SpoolJson.of(message) + "\n");
            messages++;
            octets += message.size();
        }

        @Override
        public void finding(Finding finding) {
            damages += finding.damage() ? 1 : 0;
            warn(finding);
        }
    }
}
