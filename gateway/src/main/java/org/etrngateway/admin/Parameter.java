package org.etrngateway.admin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.history.HistoryEntry;

/**
 * Something that a request may say in its query, or must say in its path. Immutable.
 *
 * @param schema of its text, in the words of JSON Schema
 * @param isRequired true if a query without it makes no sense
 */
record Parameter(String name, String description, Map<String, Object> schema, boolean isRequired) {
    Parameter(String name, String description, Map<String, Object> schema) {
        this(name, description, schema, false);
    }

    static final Parameter SITE = text("site", "Only this site's; a site's own token needs none");
    static final Parameter LIMIT = new Parameter(
            "limit", "At most so many", Map.of("type", "integer", "minimum", 1, "maximum", 1000, "default", 100));
    static final Parameter AFTER = new Parameter("after", "The `next` of the page before", id());
    static final Parameter BEFORE = new Parameter(
            "before", "The `next` of the page before", Map.of("type", "string", "pattern", "^\\d{1,18}$"));
    static final Parameter BY =
            oneOf("by", "How long the periods are; a day if it is not said", List.of("hour", "day"));
    static final Parameter LAST =
            new Parameter("last", "The last message that is meant, as a count gave it: none that came later", id());
    static final Parameter PRIORITY = new Parameter(
            "priority", "For the action priority: the new one", Map.of("type", "integer", "minimum", -9, "maximum", 9));
    static final Parameter KIND = oneOf(
            "kind", "Only what was asked, how mail flowed, or what operators did", words(HistoryEntry.Kind.values()));
    static final Parameter CONNECT = new Parameter(
            "connect",
            "Whether each site with a fixed route is called, which may cost its owner money",
            Map.of("type", "boolean", "default", false));

    // What narrows and orders a list of sites.
    static final Parameter NAME = text("name", "Part of the site's name or of one of its domains, in whatever case");
    static final Parameter SITUATION =
            oneOf("state", "Only sites of which this is the matter", words(Situation.values()));
    static final Parameter ORDER = oneOf("order", "By what; by name if it is not said", words(SiteOrder.values()));
    static final Parameter DOWN =
            new Parameter("down", "The largest first", Map.of("type", "boolean", "default", false));
    static final Parameter SKIP = new Parameter(
            "skip", "So many of those that match come before", Map.of("type", "integer", "minimum", 0, "default", 0));
    static final Parameter BEHIND = text("behind", "Of all sites, only those that come behind this one by name");

    static final Parameter ROUTE = text(
                    "route",
                    "Where to: a host with or without a port, such as office.example:25, or mx for those of the domains")
            .required();
    static final Parameter TLS = oneOf(
            "tls",
            "Whether the session uses TLS; as the site's settings demand if it is not said, and where these pin a key, a"
                    + " valid certificate",
            List.of("none", "may", "require"));
    static final Parameter FORMAT =
            oneOf("format", "What kind of file", List.of("mbox", "zip")).required();
    static final Parameter FILE =
            oneOf("format", "What kind of file it is", List.of("mbox", "eml")).required();
    static final Parameter SENDER = text(
            "from",
            "The sender of all messages; `<>` for none. If it is not said: as Return-Path or the line From say");
    static final Parameter RECIPIENT = text(
            "to",
            "A recipient of all messages, at the site; may be said more than once. If it is not said: as X-Original-To,"
                    + " Envelope-To or Delivered-To say");
    static final Parameter PASSED = new Parameter(
            "skip",
            "So many messages of the file are passed over",
            Map.of("type", "integer", "minimum", 0, "default", 0));
    static final Parameter WHY = new Parameter(
            "why",
            "The reason, for the history; in one line",
            Map.of("type", "string", "maxLength", Warrant.MOST, "pattern", "^\\P{Cc}*$"));

    static final List<String> STATES = words(Listed.State.values());

    // What narrows a search for messages; all that are given must hold.
    static final Parameter FROM = text("from", "Part of the sender, in whatever case; `<>` for notices");
    static final Parameter TO = text("to", "Part of a recipient that is still open, in whatever case");
    static final Parameter TEXT = text("text", "Part of the subject, in whatever case");
    static final Parameter REPLY = text("reply", "Part of the last reply of the site, in whatever case");
    static final Parameter STATE = oneOf("state", "Only what is in this state", STATES);
    static final Parameter SINCE = instant("since", "Received at or after this");
    static final Parameter UNTIL = instant("until", "Received before this");
    static final Parameter LARGER =
            new Parameter("larger", "More than so many octets", Map.of("type", "integer", "minimum", 0));
    static final Parameter[] FILTERS = {FROM, TO, TEXT, REPLY, STATE, SINCE, UNTIL, LARGER};

    static final Parameter IF_MATCH =
            text("If-Match", "The ETag of what is to be changed: if it is not like that any more, nothing is done");

    // What stands in paths.
    static final Parameter NAMED_SITE = text("site", "The site's name in the settings");
    static final Parameter ID = new Parameter("id", "The message's id", id());
    static final Parameter ACTION = oneOf("action", "What is done", MessageAction.words());

    private Parameter required() {
        return new Parameter(name, description, schema, true);
    }

    /** As it is written in queries and answers. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> words(Enum<?>[] values) {
        return Arrays.stream(values).map(Parameter::word).toList();
    }

    private static Parameter instant(String name, String description) {
        return new Parameter(name, description, Map.of("type", "string", "format", "date-time"));
    }

    private static Parameter oneOf(String name, String description, List<String> words) {
        return new Parameter(name, description, Map.of("type", "string", "enum", words));
    }

    private static Parameter text(String name, String description) {
        return new Parameter(name, description, Map.of("type", "string"));
    }

    private static Map<String, Object> id() {
        return Map.of("type", "string", "pattern", "^[0-9A-Za-z]{1,13}$");
    }
}
