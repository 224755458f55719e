package org.etrngateway.config.schema;

import java.util.List;
import java.util.stream.Collectors;

/** A setting on its way into YAML text. */
public sealed interface Printed {
    /** A key that is left out. */
    Printed NOTHING = new Block(List.of());

    /** True if it stands on the line of its key. */
    boolean isInline();

    /** On one line, in flow style. */
    String inline();

    /** A word or text; quoted where YAML would read the plain text as something else. */
    record Text(String text) implements Printed {
        @Override
        public boolean isInline() {
            return true;
        }

        @Override
        public String inline() {
            return isPlain(text) ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }

        private static boolean isPlain(String text) {
            boolean word = !text.isEmpty() && !text.endsWith(":") && !text.equals("null");
            return word
                    && isLetter(text.charAt(0))
                    && text.chars().allMatch(c -> isLetter(c) || "/._-+@:".indexOf(c) >= 0);
        }

        private static boolean isLetter(int c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '/';
        }
    }

    /** A list. */
    record Items(List<Printed> items) implements Printed {
        @Override
        public boolean isInline() {
            return items.stream().allMatch(Printed::isInline);
        }

        @Override
        public String inline() {
            return items.stream().map(Printed::inline).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /** A mapping. */
    record Block(List<Member> members) implements Printed {
        @Override
        public boolean isInline() {
            return members.isEmpty();
        }

        @Override
        public String inline() {
            return members.isEmpty()
                    ? "{}"
                    : members.stream()
                            .filter(member -> member.value() != NOTHING)
                            .map(member -> member.name() + ": " + member.value().inline())
                            .collect(Collectors.joining(", ", "{ ", " }"));
        }
    }

    /** A key with its value; the documentation may be empty. */
    record Member(String name, String documentation, Printed value) {}
}
