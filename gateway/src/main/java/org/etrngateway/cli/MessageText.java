package org.etrngateway.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.etrngateway.log.Printable;
import tools.jackson.databind.JsonNode;

/** A message as a terminal shows it. */
final class MessageText {
    private static final String INDENT = "  ";

    private final PrintWriter out;

    MessageText(PrintWriter out) {
        this.out = out;
    }

    /** Envelope, state and header, as far as the answer has them. */
    void detail(JsonNode detail) {
        JsonNode message = detail.path("message");
        line("id", message.path("id").asString());
        line("site", message.path("site").asString());
        line("state", message.path("state").asString().replace('_', ' '));
        line("waits for", waits(detail.path("waits")));
        line("received", second(message.path("received").asString()));
        line("size", Units.size(message.path("size").asLong()));
        line("priority", message.path("priority").asString());
        line("attempts", message.path("attempts").asString());
        line("not before", message.path("until").asString(""));
        line("due", message.path("due").asString(""));
        line("last reply", message.path("lastReply").asString());
        line("from", "<" + message.path("sender").asString() + ">");
        detail.path("recipients")
                .forEach(to -> line("to", "<" + to.path("address").asString() + ">" + wishes(to)));
        line("envid", detail.path("envid").asString(""));
        line("body", detail.path("body").asString() + (detail.path("smtpUtf8").asBoolean() ? " smtputf8" : ""));
        if (!detail.path("header").isEmpty()) {
            out.println();
            detail.path("header").forEach(field -> out.println(Printable.of(unfolded(field))));
        }
    }

    /** Its parts as a tree, and the beginning of its text. */
    void parts(JsonNode parts) {
        out.println();
        parts.path("parts").forEach(this::part);
        if (!parts.path("complete").asBoolean()) {
            out.println("There is more than is looked at.");
        }
        JsonNode text = parts.path("text");
        if (text.isObject()) {
            out.println();
            text.path("text")
                    .asString()
                    .lines()
                    .map(line -> Printable.of(line.replace('\t', ' ')))
                    .forEach(out::println);
            if (!text.path("complete").asBoolean()) {
                out.println("[…]");
            }
        }
    }

    private void part(JsonNode part) {
        String name = part.path("name").asString("");
        out.println(Printable.of(INDENT.repeat(part.path("depth").asInt())
                + part.path("path").asString()
                + INDENT
                + part.path("type").asString()
                + (name.isEmpty() ? "" : INDENT + name)
                + INDENT
                + Units.size(part.path("size").asLong())));
    }

    private static String waits(JsonNode waits) {
        String next = waits.path("next").asString("");
        String when = next.isEmpty() ? "" : ", " + second(next);
        return switch (waits.path("on").asString()) {
            case "in_flight" -> "nothing: it is being delivered";
            case "flush" -> "the flush that runs";
            case "operator" -> "an operator: gateway release";
            case "sender" -> "the time that its sender named" + when;
            case "pause" -> "the end of the pause: gateway resume";
            case "budget" -> "the next day: the budget of this one is used";
            case "window" -> "the window" + when;
            case "retry" -> next.isEmpty() ? "its turn" : "the next try" + when;
            case "trigger" -> "the site to ask, or gateway flush";
            default -> "a site that has its domain";
        };
    }

    private static String second(String instant) {
        return Instant.parse(instant).truncatedTo(ChronoUnit.SECONDS).toString();
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

    private void line(String name, String value) {
        if (!value.isEmpty()) {
            out.printf("%-11s %s%n", name, Printable.of(value));
        }
    }
}
