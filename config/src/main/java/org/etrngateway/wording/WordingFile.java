package org.etrngateway.wording;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a file of texts:
 *
 * <pre>
 * # a comment, before the first section
 * [delayed]
 * Subject: Your message of {date} still waits
 *
 * It could not be delivered so far.
 * {next}
 * </pre>
 *
 * <p>A section begins with its name in brackets on a line of its own and ends where the next one begins; empty lines
 * around its text do not count. What may be in it says {@link Section}.
 */
final class WordingFile {
    private static final Pattern HEAD = Pattern.compile("\\[([^\\]\\[]*)\\]\\s*");
    private static final String SUBJECT = "Subject:";
    /** RFC 5322 §2.1.1: octets of a line, of which a letter may take four. */
    private static final int LONGEST_LINE = 240;

    private final Map<Section, Template> templates = new EnumMap<>(Section.class);
    private final Map<Section, Integer> lines = new EnumMap<>(Section.class);
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> text = new ArrayList<>();
    private Optional<Section> section = Optional.empty();
    private boolean inSection;
    private String subject = "";
    private int number;

    /**
     * A line that is not as it should be.
     *
     * @param line from 1
     */
    record Problem(int line, String text) {}

    /** What a file says, as far as it is sound. */
    record Read(Map<Section, Template> templates, List<Problem> problems) {}

    private WordingFile() {}

    static Read read(List<String> lines) {
        WordingFile file = new WordingFile();
        lines.forEach(file::line);
        file.end();
        return new Read(Map.copyOf(file.templates), List.copyOf(file.problems));
    }

    private void line(String line) {
        number++;
        Matcher head = HEAD.matcher(line);
        if (head.matches()) {
            end();
            begin(head.group(1));
        } else if (!inSection) {
            if (!line.isBlank() && !line.startsWith("#")) {
                report("expected a section such as [failed], or a comment");
            }
        } else if (line.startsWith(SUBJECT) && text.isEmpty() && subject.isEmpty()) {
            subject = line.substring(SUBJECT.length()).strip();
            check(line);
        } else if (!line.isBlank() || !text.isEmpty()) {
            text.add(line.stripTrailing());
            check(line);
        }
    }

    private void begin(String name) {
        inSection = true;
        subject = "";
        text.clear();
        section = Section.of(name);
        if (section.isEmpty()) {
            report("there is no section [" + name + "]");
        } else if (lines.containsKey(section.get())) {
            report("stands here a second time; the first is on line " + lines.get(section.get()));
            section = Optional.empty();
        } else {
            lines.put(section.get(), number);
        }
    }

    private void check(String line) {
        if (section.isEmpty()) {
            return;
        }
        if (line.length() > LONGEST_LINE) {
            report("a line has at most " + LONGEST_LINE + " characters");
        }
        if (line.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
            report("a control character");
        }
        Matcher found = Template.PLACEHOLDER.matcher(line);
        while (found.find()) {
            if (Placeholder.of(found.group(1)).filter(section.get()::allows).isEmpty()) {
                report("{" + found.group(1) + "} has no meaning here; what has: "
                        + section.get().allowed());
            }
        }
    }

    private void end() {
        while (!text.isEmpty() && text.get(text.size() - 1).isEmpty()) {
            text.remove(text.size() - 1);
        }
        section.ifPresent(it -> {
            if (it.isTitled() && subject.isEmpty()) {
                problems.add(new Problem(lines.get(it), "[" + it.word() + "] begins with Subject: and a subject"));
            } else if (!it.isTitled() && !subject.isEmpty()) {
                problems.add(new Problem(
                        lines.get(it), "[" + it.word() + "] is a sentence in another text: it has no subject"));
            } else if (text.isEmpty()) {
                problems.add(new Problem(lines.get(it), "[" + it.word() + "] has no text"));
            }
            templates.put(it, new Template(subject, String.join("\n", text)));
        });
        section = Optional.empty();
    }

    private void report(String what) {
        problems.add(new Problem(number, what));
    }
}
