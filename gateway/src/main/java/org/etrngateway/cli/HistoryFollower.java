package org.etrngateway.cli;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** Prints what happens while it happens, a line each. For one thread. */
final class HistoryFollower {
    private final String site;
    private final boolean json;
    private final PrintWriter out;

    /**
     * @param site only what happens to this one; null: all
     * @param json each event as an object, with its name as {@code event}
     */
    HistoryFollower(String site, boolean json, PrintWriter out) {
        this.site = site;
        this.json = json;
        this.out = out;
    }

    /**
     * Goes on until the process is ended.
     *
     * @throws OperatorException if the gateway ends, or there is no such site
     */
    void hear(AdminClient client) {
        if (site != null) {
            String unused = client.get("history?limit=1" + AdminClient.parameter("site", site));
        }
        client.listen("events", (name, event) -> {
            if (site == null || site.equals(event.path("site").asString(""))) {
                out.println(json ? "{\"event\":\"" + name + "\",\"data\":" + event + "}" : line(name, event));
                out.flush();
            }
            return true;
        });
        throw new OperatorException(ExitCode.UNAVAILABLE, "the gateway has ended");
    }

    private static String line(String name, JsonNode event) {
        return switch (name) {
            case "flushing" ->
                HistoryCommand.time(event.path("since")) + "  "
                        + event.path("site").asString() + "  flush begins  "
                        + event.path("by").asString();
            case "alert" ->
                HistoryCommand.time(event.path("since")) + "  " + about(event) + "  alert  "
                        + event.path("condition").asString() + ": "
                        + event.path("text").asString();
            case "alert-over" ->
                HistoryCommand.time(event.path("since")) + "  " + about(event) + "  alert is over  "
                        + event.path("condition").asString();
            default ->
                HistoryCommand.time(event.path("at")) + "  "
                        + event.path("site").asString() + "  "
                        + HistoryCommand.what(event) + "  " + event.path("by").asString() + "  "
                        + HistoryCommand.result(event);
        };
    }

    /** An alert may be of the gateway as a whole. */
    private static String about(JsonNode alert) {
        return alert.path("site").asString("-");
    }
}
