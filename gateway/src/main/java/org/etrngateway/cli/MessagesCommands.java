package org.etrngateway.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

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

    @Option(names = "--dry-run", description = "Count what is meant, and do nothing.")
    private boolean dryRun;

    @Mixin
    private WhyOption why;

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
            return one();
        } else {
            if (all != chosen.isEmpty()) {
                throw usage(
                        all
                                ? "--all and filters: give one of the two"
                                : "give an ID, filters such as --older 30d, or --all");
            }
            return many(chosen);
        }
    }

    /** Does it with one, by a post to this path. */
    int changeOne(String path) {
        String unused = client().post(path);
        say(id + " " + done);
        return ExitCode.OK;
    }

    /** Does it with all that match, by posts to this path, and to it with where the one before ended. */
    int changeAll(String path) {
        AdminClient client = client();
        Meant changed = Meant.gather(after -> client.post(path + after));
        say(changed.messages() + " " + done
                + (changed.skipped() > 0 ? "; " + changed.skipped() + " left alone, being delivered" : ""));
        return ExitCode.OK;
    }

    private ParameterException usage(String message) {
        return new ParameterException(commandLine(), message);
    }

    private int one() {
        String resource = "messages/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
        if (dryRun) {
            // That it is there, is all there is to find out.
            String unused = client().get(resource(resource));
            say("1 message matches");
            return ExitCode.OK;
        }
        return changeOne(FilterOptions.path(resource(resource + "/" + action), more() + why.query()));
    }

    private int many(String chosen) {
        Meant meant = Meant.of(client(), AdminClient.parameter("site", site()) + chosen);
        say(meant.words());
        if (dryRun || meant.isNothing()) {
            return ExitCode.OK;
        }
        confirm();
        String last = AdminClient.parameter("last", meant.last());
        return changeAll(FilterOptions.path(resource("messages/" + action), last + more() + why.query() + chosen));
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
