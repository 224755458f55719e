package org.etrngateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Releases a site's mail now, and shows how it goes if that is wanted. */
@Command(
        name = "flush",
        description = "Delivers a site's mail now, as if the site had asked for it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:started, or nothing is held; with --follow: nothing is left",
            "64:wrong usage, or no such site",
            "69:no gateway runs",
            "75:refused for now: the output says why; with --follow: some is left",
            "78:problems in the settings"
        })
final class FlushCommand extends SiteCommands {
    @Option(names = "--follow", description = "Show progress, rate and time to go until the flush is over.")
    private boolean follow;

    @Option(names = "--json", description = "Print JSON: the answer, and with --follow an object a second.")
    private boolean json;

    @Mixin
    private WhyOption why;

    @Override
    public Integer call() {
        JsonNode answer = AdminClient.parse(post(FilterOptions.path("flush", why.query())));
        if (json) {
            out().println(answer);
        }
        long waiting = answer.path("waiting").asLong();
        return switch (answer.path("outcome").asString()) {
            case "empty" -> done("nothing is held");
            case "started" -> started("delivering " + waiting + " messages");
            case "running" -> started("is being delivered already, " + waiting + " messages are left");
            default -> {
                say("refused: " + answer.path("reason").asString());
                yield ExitCode.TEMPORARY;
            }
        };
    }

    private int done(String words) {
        say(words);
        return ExitCode.OK;
    }

    private int started(String words) {
        say(words);
        if (!follow) {
            return ExitCode.OK;
        }
        return end(new FlushProgress(progress(), out(), json).follow(client(), resource("flush/events")));
    }

    @Override
    void say(String words) {
        if (!json) {
            super.say(words);
        }
    }

    private int end(String reply) {
        long left = AdminClient.parse(client().get("sites?site=" + site()))
                .valueStream()
                .mapToLong(one ->
                        one.path("messages").asLong() - one.path("operatorHeld").asLong())
                .sum();
        if (left == 0) {
            return done("all is delivered");
        }
        say("over, " + left + " messages are left" + (reply.isEmpty() ? "" : "; last reply: " + reply));
        return ExitCode.TEMPORARY;
    }
}
