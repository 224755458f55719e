package org.etrngateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Sends messages over another route. */
@Command(
        name = "redirect",
        description = {
            "Sends messages over another route, once: such as to an office ashore while the line to the ship is dead.",
            "What is refused there stays held for the site, with the reply seen; no flush of the site may run."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:started, or nothing matches",
            "64:wrong usage, no such site or message, or a flush of the site runs",
            "69:no gateway runs",
            "75:refused for now: the output says why",
            "78:problems in the settings"
        })
final class RedirectCommand extends MessagesCommands {
    @Option(
            names = "--route",
            required = true,
            paramLabel = "HOST[:PORT]",
            description = "Where to; or mx for the hosts of the recipients' domains.")
    private String route;

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            description = "none, may or require; as the site's settings demand if it is not said.")
    private String tls;

    @Option(names = "--follow", description = "Show progress, rate and time to go until it is over.")
    private boolean follow;

    RedirectCommand() {
        super("redirect", "sent");
    }

    @Override
    String more() {
        return AdminClient.parameter("route", route) + AdminClient.parameter("tls", tls);
    }

    @Override
    int changeOne(String path) {
        return begin(path);
    }

    @Override
    int changeAll(String path) {
        return begin(path);
    }

    private int begin(String path) {
        JsonNode answer = AdminClient.parse(client().post(path));
        if (answer.path("outcome").asString().equals("refused")) {
            say("refused: " + answer.path("reason").asString());
            return ExitCode.TEMPORARY;
        }
        say("on its way to " + route + "; what is not taken there stays held");
        if (follow) {
            String reply = new FlushProgress(progress(), out(), false).follow(client(), resource("flush/events"));
            say("over" + (reply.isEmpty() ? "" : "; last reply: " + reply));
        }
        return ExitCode.OK;
    }
}
