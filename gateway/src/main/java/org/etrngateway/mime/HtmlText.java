package org.etrngateway.mime;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The text of a page without its marks, to be read and not to be trusted: whoever shows it escapes it like any text. Looks
 * at each character a bounded number of times, whatever the page.
 */
final class HtmlText {
    private static final Set<String> BREAKS = Set.of("p", "br", "div", "tr", "li", "h1", "h2", "h3", "table", "hr");
    /** What is in them is no text. */
    private static final Set<String> UNSEEN = Set.of("script", "style", "head", "title");

    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "euro", "€", "copy", "©");
    /** Longer than the name of any that counts, or the number of any character. */
    private static final int LONGEST_ENTITY = 10;

    private final String page;
    private final StringBuilder text = new StringBuilder();
    private String unseen = "";
    private int at;

    private HtmlText(String page) {
        this.page = page;
    }

    static String of(String page) {
        HtmlText html = new HtmlText(page);
        while (html.at < page.length()) {
            html.next();
        }
        return html.text.toString();
    }

    private void next() {
        char c = page.charAt(at);
        if (c == '<') {
            mark();
        } else if (!unseen.isEmpty()) {
            at++;
        } else if (c == '&') {
            entity();
        } else {
            character(c);
            at++;
        }
    }

    /** Runs of spaces and line ends are one space. */
    private void character(char c) {
        if (!Character.isWhitespace(c)) {
            text.append(c);
        } else if (!text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
            text.append(' ');
        }
    }

    private void mark() {
        boolean comment = page.startsWith("<!--", at);
        int end = page.indexOf(comment ? "-->" : ">", at);
        if (end < 0) {
            // Never closed: nothing behind it is text. Each further search would go to the end as well.
            at = page.length();
            return;
        }
        String inner = comment ? "" : page.substring(at + 1, Math.min(end, at + 1 + LONGEST_ENTITY));
        at = end + (comment ? 3 : 1);
        String name = inner.replaceFirst("^/", "").split("[^A-Za-z0-9]", 2)[0].toLowerCase(Locale.ROOT);
        if (!unseen.isEmpty()) {
            unseen = inner.startsWith("/") && name.equals(unseen) ? "" : unseen;
        } else if (UNSEEN.contains(name) && !inner.startsWith("/")) {
            unseen = name;
        } else if (BREAKS.contains(name)) {
            text.append('\n');
        }
    }

    private void entity() {
        String ahead = page.substring(at, Math.min(page.length(), at + LONGEST_ENTITY));
        int end = ahead.indexOf(';');
        if (end < 0) {
            text.append('&');
            at++;
        } else {
            text.append(meaning(ahead.substring(1, end)));
            at += end + 1;
        }
    }

    private static String meaning(String name) {
        if (!name.startsWith("#")) {
            return ENTITIES.getOrDefault(name, "&" + name + ";");
        }
        try {
            boolean hex = name.startsWith("#x") || name.startsWith("#X");
            return Character.toString(
                    hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1)));
        } catch (IllegalArgumentException e) {
            return "&" + name + ";";
        }
    }
}
