package org.etrngateway.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.etrngateway.log.Printable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows in columns as wide as their widest cell. Where the line is too short for that, columns that say nothing are left
 * out, and the widest of the others are cut. Cells are made safe for a terminal; where colours are seen, heads are bold
 * and words that say how things are have theirs.
 */
final class Table {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LEAST = 6;
    private static final Set<String> NAMES = Set.of("ID", "SITE", "NAME", "ACCOUNT");
    private static final String GAP = "  ";
    private static final String NOTHING = "-";
    private static final String BOLD = "1";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String RED = "31";

    private static final Map<String, String> COLOURS = Map.ofEntries(
            Map.entry("flushing", GREEN),
            Map.entry("delivered", GREEN),
            Map.entry("well", GREEN),
            Map.entry("paused", YELLOW),
            Map.entry("budget spent", YELLOW),
            Map.entry("held", YELLOW),
            Map.entry("deferred", YELLOW),
            Map.entry("failed", RED),
            Map.entry("damaged", RED),
            Map.entry("none", RED));

    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        this.heads = List.of(heads);
        rows.add(this.heads);
    }

    void add(String... cells) {
        rows.add(List.of(cells).stream().map(Printable::of).toList());
    }

    /** Writes it for where standard output goes. */
    void print(PrintWriter out) {
        print(out, Terminal.ofOutput());
    }

    /**
     * Writes it as a table, or as JSON for programs: a list with an object a row, by the heads in lower case; what says
     * nothing is null.
     */
    void print(PrintWriter out, boolean isJson) {
        if (!isJson) {
            print(out);
            return;
        }
        ArrayNode list = JSON.createArrayNode();
        for (List<String> row : rows.subList(1, rows.size())) {
            ObjectNode object = list.addObject();
            for (int i = 0; i < heads.size(); i++) {
                String cell = row.get(i);
                object.put(heads.get(i).toLowerCase(Locale.ROOT), cell.equals(NOTHING) ? null : cell);
            }
        }
        out.println(JSON.writeValueAsString(list));
        out.flush();
    }

    void print(PrintWriter out, Terminal terminal) {
        int[] shown = IntStream.range(0, heads.size()).toArray();
        int[] widths = widths(shown);
        if (total(widths) > terminal.width()) {
            shown = Arrays.stream(shown).filter(this::saysSomething).toArray();
            widths = fit(shown, terminal.width());
        }
        for (List<String> row : rows) {
            out.println(line(row, shown, widths, terminal.isColoured()));
        }
        out.flush();
    }

    private int[] widths(int[] shown) {
        return Arrays.stream(shown)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
    }

    private boolean saysSomething(int column) {
        return column == 0
                || rows.stream().skip(1).anyMatch(row -> !row.get(column).equals(NOTHING));
    }

    private static int total(int[] widths) {
        return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
    }

    /** The widest is cut, one character after the other; never what the operator types in his next command. */
    private int[] fit(int[] shown, int most) {
        int[] fitted = widths(shown);
        for (int excess = total(fitted) - most; excess > 0; excess--) {
            int widest = IntStream.range(0, shown.length)
                    .filter(i -> fitted[i] > LEAST && !NAMES.contains(heads.get(shown[i])))
                    .reduce((one, other) -> fitted[other] > fitted[one] ? other : one)
                    .orElse(-1);
            if (widest < 0) {
                break;
            }
            fitted[widest]--;
        }
        return fitted;
    }

    private String line(List<String> row, int[] shown, int[] widths, boolean isColoured) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < shown.length; i++) {
            String cell = cut(row.get(shown[i]), widths[i]);
            boolean isLast = i == shown.length - 1;
            line.append(isColoured ? coloured(cell, row == heads) : cell)
                    .append(isLast ? "" : " ".repeat(widths[i] - cell.length()) + GAP);
        }
        return line.toString().stripTrailing();
    }

    private static String coloured(String cell, boolean isHead) {
        String colour = isHead ? BOLD : COLOURS.get(cell);
        return colour == null ? cell : "\u001b[" + colour + "m" + cell + "\u001b[m";
    }

    /** A text of at most so many characters. */
    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }
}
