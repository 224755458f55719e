package org.etrngateway.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one message that is held, or copies it into a file. */
@Command(
        name = "message",
        description = "Shows a message that is held: envelope, what it waits for, and header.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:shown",
            "64:wrong usage, or no such site or message",
            "69:no gateway runs",
            "74:the file cannot be written",
            "78:problems in the settings"
        })
final class MessageCommand extends SiteCommands {
    @Parameters(index = "1", paramLabel = "ID", description = "The message's id, as `gateway queue` shows it.")
    private String id;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description =
                    "Write the message into a new file, as it would go to the site; the history says who read it.")
    private Path export;

    @Option(
            names = "--read",
            description = "Show its parts and the beginning of its text, too; the history says who read it.")
    private boolean read;

    @Mixin
    private WhyOption why;

    @Override
    public Integer call() {
        String resource = resource("messages/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
        if (export != null) {
            copy(FilterOptions.path(resource + "/content", why.query()));
            return ExitCode.OK;
        }
        AdminClient client = client();
        String answer = client.get(resource);
        Optional<String> parts =
                read ? Optional.of(client.get(FilterOptions.path(resource + "/parts", why.query()))) : Optional.empty();
        if (json) {
            out().println(answer);
            parts.ifPresent(out()::println);
        } else {
            MessageText text = new MessageText(out());
            text.detail(AdminClient.parse(answer));
            parts.map(AdminClient::parse).ifPresent(text::parts);
        }
        return ExitCode.OK;
    }

    private void copy(String resource) {
        AdminClient client = client();
        try (OutputStream file =
                Files.newOutputStream(export, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            client.copy(resource, file);
        } catch (FileAlreadyExistsException e) {
            throw new OperatorException(ExitCode.IO_ERROR, export + " is there already");
        } catch (IOException e) {
            throw new OperatorException(ExitCode.IO_ERROR, "cannot write " + export + ": " + e.getMessage());
        } catch (OperatorException e) {
            delete(export);
            throw e;
        }
        say(id + " is in " + export);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new OperatorException(ExitCode.IO_ERROR, "cannot delete " + file + ": " + e.getMessage());
        }
    }
}
