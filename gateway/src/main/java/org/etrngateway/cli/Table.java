package org.etrngateway.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.etrngateway.log.Printable;

/**
 * Rows in columns as wide as their widest cell; the last column gets what is left of the line and is cut
 * there. Cells are made safe for a terminal.
 */
final class Table {
    private static final int DEFAULT_WIDTH = 120;
    private static final int LEAST = 10;
    private static final String GAP = "  ";

    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        this.heads = List.of(heads);
        rows.add(this.heads);
    }

    void add(String... cells) {
        rows.add(List.of(cells).stream().map(Printable::of).toList());
    }

    /** Writes it for the width that the shell says the terminal has. */
    void print(PrintWriter out) {
        print(out, width());
    }

    void print(PrintWriter out, int width) {
        int last = heads.size() - 1;
        int[] widths = new int[last];
        for (List<String> row : rows) {
            for (int i = 0; i < last; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < last; i++) {
                line.append(row.get(i))
                        .append(" ".repeat(widths[i] - row.get(i).length()))
                        .append(GAP);
            }
            line.append(cut(row.get(last), Math.max(LEAST, width - line.length())));
            out.println(line.toString().stripTrailing());
        }
        out.flush();
    }

    /** A text of at most so many characters. */
    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    /** Of the terminal, as the shell says. */
    static int width() {
        return width(System.getenv("COLUMNS"));
    }

    private static int width(String columns) {
        try {
            return columns == null ? DEFAULT_WIDTH : Math.max(LEAST, Integer.parseInt(columns));
        } catch (NumberFormatException e) {
            return DEFAULT_WIDTH;
        }
    }
}
