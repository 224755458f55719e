package org.etrngateway.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What goes on now: flushes that run, how their lines are used, and the sites for which most is held. */
@Command(
        name = "top",
        description = {
            "Shows what goes on, again and again: flushes with rate and time to go, and the sites for which most is held.",
            "Ctrl-C ends it. Where output goes elsewhere than to a terminal it shows that once."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:shown", "64:wrong usage", "69:no gateway runs", "78:problems in the settings"})
final class TopCommand implements Callable<Integer> {
    private static final int SITES = 15;

    /** To the upper left corner; what is left of the line, and of the screen, away. */
    private static final String HOME = "\u001b[H";

    private static final String END_OF_LINE = "\u001b[K";
    private static final String REST = "\u001b[J";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption settings;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "How long until it is shown anew (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--once", description = "Show it once, also on a terminal.")
    private boolean once;

    @Option(names = "--json", description = "Print it once, as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        AdminClient client = AdminClient.of(settings.load().data());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println("{\"queue\":" + client.get("queue") + ",\"flushes\":" + client.get("flushes") + ",\"sites\":"
                    + client.get("sites") + "}");
            return ExitCode.OK;
        }
        if (once || !Terminal.ofOutput().isLookedAt()) {
            out.print(screen(client));
            out.flush();
            return ExitCode.OK;
        }
        out.print(HOME + REST);
        while (true) {
            out.print(HOME + screen(client).replace("\n", END_OF_LINE + "\n") + REST);
            out.flush();
            TimeUnit.SECONDS.sleep(Math.max(1, seconds));
        }
    }

    private static String screen(AdminClient client) {
        JsonNode sites = AdminClient.parse(client.get("overview?order=held&down=true&limit=" + SITES));
        JsonNode flushes = AdminClient.parse(client.get("flushes"));
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        totals(sites, flushes, AdminClient.parse(client.get("queue")), out);
        out.println();
        flushes(flushes, out);
        out.println();
        waiting(sites.path("page"), out);
        return text.toString();
    }

    private static void totals(JsonNode sites, JsonNode flushes, JsonNode queue, PrintWriter out) {
        long goodput = flushes.valueStream()
                .mapToLong(flush -> flush.path("goodput").asLong())
                .sum();
        out.println("held: " + sites.path("messages").asLong() + " messages, "
                + Units.size(sites.path("bytes").asLong()) + " for "
                + sites.path("waiting").asLong() + " of " + sites.path("sites").asLong() + " sites; in flight: "
                + sites.path("inFlight").asLong() + "; goodput: " + Units.rate(goodput));
        String acceptance = queue.path("acceptance").asString();
        if (!acceptance.equals("open")) {
            out.println("NEW MAIL IS REFUSED: the disk is or was " + acceptance);
        }
    }

    private static void flushes(JsonNode flushes, PrintWriter out) {
        if (flushes.isEmpty()) {
            out.println("No flush runs.");
            return;
        }
        Table table = new Table("FLUSH", "SINCE", "DELIVERED", "LEFT", "SIZE", "RATE", "RTT", "TO GO", "LAST REPLY");
        Instant now = Instant.now();
        flushes.forEach(flush -> table.add(
                flush.path("site").asString(),
                Units.age(Duration.between(Instant.parse(flush.path("since").asString()), now)),
                flush.path("delivered").asString(),
                flush.path("left").asString(),
                Units.size(flush.path("leftBytes").asLong()),
                flush.path("resting").asBoolean()
                        ? "resting"
                        : Units.rate(flush.path("goodput").asLong()),
                flush.path("roundTripMillis").isNumber()
                        ? flush.path("roundTripMillis").asLong() + " ms"
                        : "-",
                flush.path("secondsToGo").isNumber()
                        ? Units.age(Duration.ofSeconds(flush.path("secondsToGo").asLong()))
                        : "-",
                flush.path("lastReply").asString()));
        table.print(out);
    }

    private static void waiting(JsonNode sites, PrintWriter out) {
        Table table = new Table("SITE", "HELD", "SIZE", "OLDEST", "STATE");
        Instant now = Instant.now();
        sites.valueStream()
                .filter(site -> site.path("messages").asLong() > 0)
                .forEach(site -> table.add(
                        site.path("site").asString(),
                        site.path("messages").asString(),
                        Units.size(site.path("bytes").asLong()),
                        site.path("oldest").isString()
                                ? Units.age(Duration.between(
                                        Instant.parse(site.path("oldest").asString()), now))
                                : "-",
                        SitesCommand.state(site)));
        table.print(out);
    }
}
