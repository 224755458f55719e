package org.etrngateway.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.etrngateway.archive.ZipWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes messages of a site into a file. */
@Command(
        name = "export",
        description = {
            "Writes the messages of a site into a file; they stay held. The history says who read them.",
            "In front of each stand fields with its envelope, by which `gateway import` knows it again."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:written",
            "64:wrong usage, or no such site",
            "69:no gateway runs, or it is busy",
            "74:the file is there already, cannot be written, or broke off",
            "78:problems in the settings"
        })
final class ExportCommand extends SiteCommands {
    /** The kinds of file. */
    enum Format {
        MBOX,
        ZIP
    }

    @Mixin
    private FilterOptions filter;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "mbox",
            description = "mbox or zip, with a file for each message (${DEFAULT-VALUE}).")
    private Format format;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The file, which must not be there yet; it appears when it is whole.")
    private Path file;

    @Option(names = "--dry-run", description = "Count what is meant, and do nothing.")
    private boolean dryRun;

    @Mixin
    private WhyOption why;

    @Override
    public Integer call() {
        AdminClient client = client();
        Meant meant = Meant.of(client, AdminClient.parameter("site", site()) + filter.query());
        say(meant.words());
        if (dryRun || meant.isNothing()) {
            return ExitCode.OK;
        }
        if (format == Format.ZIP && meant.messages() > ZipWriter.MOST) {
            throw new OperatorException(
                    ExitCode.USAGE, "a zip takes " + ZipWriter.MOST + " messages: choose fewer, or --format mbox");
        }
        if (Files.exists(file)) {
            throw new OperatorException(ExitCode.IO_ERROR, file + " is there already");
        }
        write(
                client,
                FilterOptions.path(
                        resource("export"),
                        AdminClient.parameter("format", format.name().toLowerCase(Locale.ROOT))
                                + AdminClient.parameter("last", meant.last())
                                + filter.query()
                                + why.query()));
        say("written to " + file);
        return ExitCode.OK;
    }

    /** Under another name until it is whole, so that nobody takes a part for it. */
    private void write(AdminClient client, String path) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out =
                    Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                client.copy(path, out);
            } catch (FileAlreadyExistsException e) {
                throw new OperatorException(
                        ExitCode.IO_ERROR, part + " is there already: another export runs, or one broke off");
            } catch (IOException | OperatorException e) {
                Files.deleteIfExists(part);
                throw e;
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            throw new OperatorException(ExitCode.IO_ERROR, "there is no folder for " + file);
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.IO_ERROR,
                    file + " is not written: " + e.getMessage() + "; if the gateway broke off, its history says why");
        }
    }
}
