package org.etrngateway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Lists what is held, message by message. */
@Command(
        name = "queue",
        description = "Lists the messages that are held, the oldest first.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:listed",
            "64:wrong usage, or no such site",
            "69:no gateway runs",
            "78:problems in the settings"
        })
final class QueueCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption settings;

    @Parameters(arity = "0..1", paramLabel = "SITE", description = "Only this site's messages.")
    private String site;

    @Mixin
    private FilterOptions filter;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many (${DEFAULT-VALUE}; up to 1000).")
    private int limit;

    @Option(names = "--after", paramLabel = "ID", description = "Only messages behind this one.")
    private String after;

    @Override
    public void run() {
        AdminClient client = AdminClient.of(settings.load().data());
        String answer = client.get("messages?limit=" + limit
                + AdminClient.parameter("site", site)
                + AdminClient.parameter("after", after)
                + filter.query());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else {
            String none = filter.query().isEmpty() ? "No message is held." : "No message is held that matches.";
            print(AdminClient.parse(answer), none, out);
        }
    }

    private static void print(JsonNode page, String none, PrintWriter out) {
        JsonNode messages = page.path("messages");
        if (messages.isEmpty()) {
            out.println(page.path("next").isString() ? "None so far." : none);
        } else {
            table(messages, out);
        }
        if (page.path("next").isString()) {
            out.println("There may be more: --after " + page.path("next").asString());
        }
    }

    private static void table(JsonNode messages, PrintWriter out) {
        Table table = new Table("ID", "SITE", "STATE", "AGE", "SIZE", "FROM", "TO", "SUBJECT");
        Instant now = Instant.now();
        messages.forEach(message -> table.add(
                message.path("id").asString(),
                message.path("site").asString(),
                state(message),
                Units.age(
                        Duration.between(Instant.parse(message.path("received").asString()), now)),
                Units.size(message.path("size").asLong()),
                "<" + message.path("sender").asString() + ">",
                recipient(message),
                subject(message)));
        table.print(out);
    }

    /** With the time of what waits for one, and a priority other than the usual one. */
    private static String state(JsonNode message) {
        String until = message.path("until").asString("");
        int priority = message.path("priority").asInt();
        return message.path("state").asString().replace('_', ' ')
                + (until.isEmpty() ? "" : " until " + until)
                + (priority == 0 ? "" : " (priority " + priority + ")");
    }

    private static String recipient(JsonNode message) {
        int more = message.path("recipients").asInt() - 1;
        return "<" + message.path("recipient").asString() + ">" + (more > 0 ? " +" + more : "");
    }

    private static String subject(JsonNode message) {
        String reply = message.path("lastReply").asString();
        return message.path("subject").asString() + (reply.isEmpty() ? "" : " [" + reply + "]");
    }
}
