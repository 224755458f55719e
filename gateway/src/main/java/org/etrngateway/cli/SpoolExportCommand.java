package org.etrngateway.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.MessageId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a message as it would be delivered. */
@Command(
        name = "export",
        description = {
            "Writes a message, octet by octet as it was accepted, our trace header first.",
            "It is checked against its checksum before the first octet is written."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:written",
            "64:wrong usage, or no such message",
            "69:there is no spool",
            "74:the message cannot be read or written",
            "78:problems in the settings"
        })
final class SpoolExportCommand extends SpoolCommands {
    @Parameters(index = "0", paramLabel = "ID", description = "The message's id; zeros in front may be left out.")
    private String id;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to this file, which must not be there yet, instead of standard output.")
    private Path file;

    @Override
    int run() throws IOException {
        MessageId wanted = id(id);
        if (!archive().content(wanted, this::write)) {
            throw unknown(wanted);
        }
        return ExitCode.OK;
    }

    private void write(Content content) throws IOException {
        if (file == null) {
            // Not System.out: it would hide a full disk.
            copy(content, new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
            return;
        }
        create(content, file);
    }

    /** Writes a content to a new file. */
    static void create(Content content, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            copy(content, out);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " is there already", e);
        }
    }

    private static void copy(Content content, OutputStream to) throws IOException {
        content.stream().transferTo(to);
        to.flush();
    }
}
