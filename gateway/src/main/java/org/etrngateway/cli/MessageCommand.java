package org.etrngateway.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.etrngateway.log.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows one message that is held, or copies it into a file. */
@Command(
        name = "message",
        description = "Shows a message that is held: envelope, state and header.",
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

    @Override
    public Integer call() {
        String resource = resource("messages/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
        if (export != null) {
            copy(resource + "/content");
            return ExitCode.OK;
        }
        String answer = client().get(resource);
        if (json) {
            out().println(answer);
        } else {
            print(AdminClient.parse(answer), out());
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

    private static void print(JsonNode detail, PrintWriter out) {
        JsonNode message = detail.path("message");
        line(out, "id", message.path("id").asString());
        line(out, "site", message.path("site").asString());
        line(out, "state", message.path("state").asString().replace('_', ' '));
        Instant received = Instant.parse(message.path("received").asString());
        line(out, "received", received.truncatedTo(ChronoUnit.SECONDS).toString());
        line(out, "size", Units.size(message.path("size").asLong()));
        line(out, "priority", message.path("priority").asString());
        line(out, "attempts", message.path("attempts").asString());
        line(out, "not before", message.path("until").asString(""));
        line(out, "due", message.path("due").asString(""));
        line(out, "last reply", message.path("lastReply").asString());
        line(out, "from", "<" + message.path("sender").asString() + ">");
        detail.path("recipients")
                .forEach(to -> line(out, "to", "<" + to.path("address").asString() + ">" + wishes(to)));
        line(out, "envid", detail.path("envid").asString(""));
        line(
                out,
                "body",
                detail.path("body").asString() + (detail.path("smtpUtf8").asBoolean() ? " smtputf8" : ""));
        if (!detail.path("header").isEmpty()) {
            out.println();
            detail.path("header").forEach(field -> out.println(Printable.of(unfolded(field))));
        }
    }

    /** On one line; fields are often folded with a tab (RFC 5322 §2.2.3). */
    private static String unfolded(JsonNode field) {
        String value = field.path("value").asString().replace('\t', ' ');
        return field.path("name").asString() + ": " + value;
    }

    private static String wishes(JsonNode recipient) {
        List<String> notices = new ArrayList<>();
        recipient.path("notices").forEach(notice -> notices.add(notice.asString()));
        return notices.isEmpty() ? "" : " notify=" + String.join(",", notices);
    }

    private static void line(PrintWriter out, String name, String value) {
        if (!value.isEmpty()) {
            out.printf("%-11s %s%n", name, Printable.of(value));
        }
    }
}
