import java.util.List;

/** Says on the terminal what happens. Lines stay within 80 columns; colour only where it is a terminal. */
final class Narrator {
    private static final int WIDTH = 76;
    private static final boolean COLOUR = System.console() != null && System.getenv("NO_COLOR") == null;
    private int step;

    void title(String text) {
        System.out.println();
        System.out.println(paint("1", text));
    }

    void step(String text) {
        System.out.println();
        System.out.println(paint("1;36", ++step + "  " + text));
    }

    void say(String text) {
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() + word.length() > WIDTH - 4) {
                System.out.println("   " + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        System.out.println("   " + line);
    }

    void done(String text) {
        System.out.println("   " + paint("32", "✓ ") + text);
    }

    /** Output of another program, or a transcript, set apart. */
    void quote(List<String> lines) {
        System.out.println();
        lines.forEach(line -> System.out.println(paint("2", "   │ ") + shorten(line)));
        System.out.println();
    }

    private static String shorten(String line) {
        return line.length() <= WIDTH - 4 ? line : line.substring(0, WIDTH - 5) + "…";
    }

    private static String paint(String code, String text) {
        return COLOUR ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
