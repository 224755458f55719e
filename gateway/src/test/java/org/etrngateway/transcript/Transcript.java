package org.etrngateway.transcript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A dialogue read from a file. Immutable.
 *
 * @param steps what client and server do, in order
 * @param triggers that reach the engine
 * @param messages that are accepted
 */
public record Transcript(
        String name, Map<String, String> header, List<Step> steps, List<String> triggers, List<Accepted> messages) {

    /** All transcripts there are, by name. */
    public static List<Transcript> all() {
        try (Stream<Path> files = Files.list(Path.of(
                Objects.requireNonNull(Transcript.class.getResource("/transcripts"), "the folder of transcripts")
                        .toURI()))) {
            return files.sorted().map(Transcript::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Transcript read(Path file) {
        try {
            return new Reader().read(file.getFileName().toString(), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the header says. */
    public String header(String key, String otherwise) {
        return header.getOrDefault(key, otherwise);
    }

    @Override
    public String toString() {
        return name;
    }

    /** What one side does. */
    public sealed interface Step {
        /** The client sends one segment. */
        record Send(ByteArrayOutputStream octets) implements Step {}

        /** The server sends one line. */
        record Expect(String line) implements Step {
            boolean matches(String actual) {
                String[] parts = line.split("\\*", -1);
                StringBuilder regex = new StringBuilder();
                for (int i = 0; i < parts.length; i++) {
                    regex.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
                }
                return actual.matches(regex.toString());
            }
        }

        /** The client shakes hands for TLS. */
        record Handshake() implements Step {}

        /** The server closes. */
        record Closed() implements Step {}
    }

    private static final class Reader {
        private final Map<String, String> header = new HashMap<>();
        private final List<Step> steps = new ArrayList<>();
        private final List<String> triggers = new ArrayList<>();
        private final List<Accepted> messages = new ArrayList<>();
        private boolean inHeader = true;

        Transcript read(String name, List<String> lines) {
            for (String line : lines) {
                if (inHeader && line.isEmpty()) {
                    inHeader = false;
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    line(line);
                }
            }
            return new Transcript(name, header, steps, triggers, messages);
        }

        private void line(String line) {
            if (inHeader) {
                String[] parts = line.split(": *", 2);
                header.put(parts[0], parts[1]);
                return;
            }
            String mark = line.substring(0, 2);
            String text = line.length() > 3 ? line.substring(3) : "";
            switch (mark) {
                case "C:" -> steps.add(new Step.Send(Escapes.line(text)));
                case "C+" ->
                    ((Step.Send) steps.get(steps.size() - 1))
                            .octets()
                            .writeBytes(Escapes.line(text).toByteArray());
                case "S:" -> steps.add(new Step.Expect(text));
                case "C!" -> steps.add(new Step.Handshake());
                case "S!" -> steps.add(new Step.Closed());
                case "T:" -> triggers.add(text);
                case "M:" -> messages.add(new Accepted(text, ""));
                case "M|" -> {
                    Accepted last = messages.remove(messages.size() - 1);
                    String more = Escapes.line(text).toString(StandardCharsets.ISO_8859_1);
                    messages.add(new Accepted(last.envelope(), last.content() + more));
                }
                default -> throw new IllegalArgumentException("not a line of a transcript: " + line);
            }
        }
    }
}
