package org.etrngateway.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * The commands that do something with messages of a site: with one, by its id, or with all that match, which are counted
 * first. What comes after the count is left alone.
 */
abstract class MessagesCommands extends SiteCommands {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ID",
            description = "The message's id, as `gateway queue` shows it; without it, filters say which are meant.")
    private String id;

    @Mixin
    private FilterOptions filter;

    @Option(names = "--all", description = "All messages of the site.")
    private boolean all;

    @Option(names = "--yes", description = "Do not ask before it is done.")
    private boolean yes;

    private final String action;
    private final String done;

    MessagesCommands(String action, String done) {
        this.action = action;
        this.done = done;
    }

    /** What a request says besides, with an ampersand before it. */
    String more() {
        return "";
    }

    @Override
    public Integer call() {
        String chosen = filter.query();
        if (id != null) {
            if (all || !chosen.isEmpty()) {
                throw usage("ID and filters: give one of the two");
            }
            one();
        } else {
            if (all != chosen.isEmpty()) {
                throw usage(
                        all
                                ? "--all and filters: give one of the two"
                                : "give an ID, filters such as --older 30d, or --all");
            }
            many(chosen);
        }
        return ExitCode.OK;
    }

    private ParameterException usage(String message) {
        return new ParameterException(commandLine(), message);
    }

    private void one() {
        post(FilterOptions.path("messages/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/" + action, more()));
        say(id + " " + done);
    }

    private void many(String chosen) {
        AdminClient client = client();
        Total meant = new Total();
        meant.gather(after -> client.get(
                FilterOptions.path("messages/count", AdminClient.parameter("site", site()) + chosen + after)));
        if (meant.messages == 0) {
            say("no message matches");
            return;
        }
        say(meant.messages
                + (meant.messages == 1 ? " message matches, " : " messages match, ")
                + Units.size(meant.bytes));
        confirm();
        Total changed = new Total();
        String last = AdminClient.parameter("last", meant.last);
        changed.gather(after ->
                client.post(FilterOptions.path(resource("messages/" + action), last + more() + chosen + after)));
        say(changed.messages + " " + done
                + (changed.skipped > 0 ? "; " + changed.skipped + " left alone, being delivered" : ""));
    }

    private void confirm() {
        if (yes) {
            return;
        }
        String answer = Keyboard.ofSomebody()
                .orElseThrow(() -> usage("--yes is missing: there is nobody to ask"))
                .readLine("Shall it be done? (yes/no) ");
        if (!"yes".equals(answer)) {
            throw new OperatorException(ExitCode.USAGE, "nothing is done");
        }
    }

    /** One request of a series. */
    @FunctionalInterface
    private interface Stretch {
        String answer(String after);
    }

    /** What a series of answers sums up to. */
    private static final class Total {
        private long messages;
        private long bytes;
        private long skipped;
        private String last;

        void gather(Stretch stretch) {
            Optional<String> after = Optional.of("");
            while (after.isPresent()) {
                JsonNode answer = AdminClient.parse(stretch.answer(after.get()));
                messages += answer.path("messages").asLong();
                bytes += answer.path("bytes").asLong();
                skipped += answer.path("skipped").asLong();
                last = answer.path("last").isString() ? answer.path("last").asString() : last;
                JsonNode next = answer.path("next");
                after = next.isString()
                        ? Optional.of(AdminClient.parameter("after", next.asString()))
                        : Optional.empty();
            }
        }
    }

    /** Holds messages back. */
    @Command(
            name = "hold",
            description = "Holds messages back, whatever their site asks, until they are released; they still expire.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:held",
                "64:wrong usage, or no such site or message",
                "69:no gateway runs",
                "78:problems in the settings"
            })
    static final class Hold extends MessagesCommands {
        Hold() {
            super("hold", "held");
        }
    }

    /** Lets messages go. */
    @Command(
            name = "release",
            description = "Lets messages go that are held for an operator; they go when their site asks.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:released",
                "64:wrong usage, or no such site or message",
                "69:no gateway runs",
                "78:problems in the settings"
            })
    static final class Release extends MessagesCommands {
        Release() {
            super("release", "released");
        }
    }

    /** Deletes messages. */
    @Command(
            name = "remove",
            description = "Deletes messages; nobody is told, and nothing brings them back.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:removed",
                "64:wrong usage, or no such site or message",
                "69:no gateway runs",
                "78:problems in the settings"
            })
    static final class Remove extends MessagesCommands {
        Remove() {
            super("remove", "removed");
        }
    }

    /** Returns messages. */
    @Command(
            name = "bounce",
            description = "Returns messages to their senders, as if their site had refused them.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:returned",
                "64:wrong usage, or no such site or message",
                "69:no gateway runs",
                "78:problems in the settings"
            })
    static final class Bounce extends MessagesCommands {
        Bounce() {
            super("bounce", "returned");
        }
    }

    /** Changes the order. */
    @Command(
            name = "priority",
            description = "Says which messages go first when their site asks: the higher, the sooner.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:changed",
                "64:wrong usage, or no such site or message",
                "69:no gateway runs",
                "78:problems in the settings"
            })
    static final class Priority extends MessagesCommands {
        @Option(names = "--set", required = true, paramLabel = "N", description = "From -9 to 9; 0 is the usual one.")
        private int priority;

        Priority() {
            super("priority", "changed");
        }

        @Override
        String more() {
            return AdminClient.parameter("priority", Integer.toString(priority));
        }
    }
}
