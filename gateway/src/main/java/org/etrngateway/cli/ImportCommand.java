package org.etrngateway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Takes messages from files. */
@Command(
        name = "import",
        description = {
            "Takes the messages of files into the queue of a site, as if they were sent to it now: by the same rules,"
                    + " with a Received field of ours, and as old as this hour.",
            "A file that begins with a line \"From \" is an mbox; any other is one message.",
            "Where a message cannot be taken it stops, and says how to go on behind what was taken."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:all is taken and durable",
            "64:wrong usage, or no such site",
            "65:a message cannot be taken: the output says which, and why",
            "69:no gateway runs, or it is busy",
            "74:a file cannot be read, or the connection broke",
            "78:problems in the settings"
        })
final class ImportCommand extends SiteCommands {
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "The files, in their order.")
    private List<Path> files;

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            description = "The sender of all, '<>' for none; else as Return-Path or the line From says.")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "ADDRESS",
            description = "A recipient of all, at the site; may be given more than once. Else as X-Original-To,"
                    + " Envelope-To or Delivered-To in front of each says.")
    private List<String> to = List.of();

    @Option(
            names = "--skip",
            paramLabel = "N",
            defaultValue = "0",
            description = "Pass over the first messages of the first file, which were taken before.")
    private long skip;

    @Mixin
    private WhyOption why;

    @Override
    public Integer call() {
        // Before anything is taken.
        List<String> kinds = files.stream().map(ImportCommand::kind).toList();
        long pass = skip;
        for (int i = 0; i < files.size(); i++) {
            if (!take(files.get(i), kinds.get(i), pass)) {
                return ExitCode.DATA;
            }
            pass = 0;
        }
        return ExitCode.OK;
    }

    /** False if it stopped. */
    private boolean take(Path file, String kind, long pass) {
        String path = FilterOptions.path(
                resource("import"),
                AdminClient.parameter("format", kind)
                        + AdminClient.parameter("from", from)
                        + to.stream()
                                .map(address -> AdminClient.parameter("to", address))
                                .collect(Collectors.joining())
                        + (pass == 0 ? "" : AdminClient.parameter("skip", Long.toString(pass)))
                        + why.query());
        JsonNode answer;
        try (InputStream octets = Files.newInputStream(file)) {
            answer = AdminClient.parse(client().send(path, octets));
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.IO_ERROR,
                    file + ": " + e.getMessage() + "; what was taken before stands in `gateway history " + site()
                            + "`");
        }
        long taken = answer.path("taken").asLong();
        JsonNode stopped = answer.path("stopped");
        say(file + ": " + taken + (taken == 1 ? " message is" : " messages are") + " taken");
        if (!stopped.isObject()) {
            return true;
        }
        say("message " + stopped.path("message").asLong() + " of " + file + " is not: "
                + stopped.path("reason").asString());
        say("nothing behind it is taken; when that is mended, go on with --skip "
                + (answer.path("skipped").asLong() + taken));
        return false;
    }

    private static String kind(Path file) {
        try (InputStream octets = Files.newInputStream(file)) {
            return Arrays.equals(octets.readNBytes(FROM.length), FROM) ? "mbox" : "eml";
        } catch (NoSuchFileException e) {
            throw new OperatorException(ExitCode.IO_ERROR, "there is no file " + file);
        } catch (IOException e) {
            throw new OperatorException(ExitCode.IO_ERROR, "cannot read " + file + ": " + e.getMessage());
        }
    }
}
