package org.etrngateway.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A server without a socket: octets in, replies out, and a record of what it took. It is as strict as real
 * ones are: a MAIL within a transaction is refused, a refused DATA or BDAT does not end the transaction,
 * and behind a 421 nothing is heard. What it says to single commands can be replaced. Not thread-safe.
 */
public final class ModelSite {
    private final List<String> keywords;
    private final Consumer<String> out;
    private final Map<String, String> replaced = new HashMap<>();
    private final List<String> commands = new ArrayList<>();
    private final List<Taken> taken = new ArrayList<>();
    private final StringBuilder input = new StringBuilder();
    private final List<String> recipients = new ArrayList<>();
    private Optional<String> sender = Optional.empty();
    private boolean inData;
    private boolean gone;
    private boolean forgetful;
    private int chunk = -1;
    private Optional<Kept> kept = Optional.empty();
    private boolean resumed;

    /** What it has of a message whose transaction has a name. */
    private record Kept(List<String> recipients, String content) {}

    /** It goes on with any transaction that has a name (RFC 1845), until it is reset. */
    public void keeps(String content, String... to) {
        kept = Optional.of(new Kept(List.of(to), content));
    }

    /** A message that was answered 250. */
    public record Taken(String sender, List<String> recipients, String content) {}

    /**
     * @param keywords offered in EHLO; {@code HELO} as the only one: EHLO is refused
     */
    public ModelSite(List<String> keywords, Consumer<String> out) {
        this.keywords = keywords;
        this.out = out;
    }

    /** Answers commands that begin like this, and contents ({@code END}), with another reply; empty: none at all. */
    public ModelSite answer(String command, String reply) {
        replaced.put(command, reply);
        return this;
    }

    /** Behind the end of a message it throws away what has come in already; and says so by a 500. */
    public void losesWhatIsSentAhead() {
        forgetful = true;
    }

    public void greet() {
        say("CONNECT", "220 site.example");
    }

    /** The command lines in order, and {@code END} where a content ended. */
    public List<String> commands() {
        return commands;
    }

    public List<Taken> taken() {
        return taken;
    }

    public void receive(ByteBuffer octets) {
        input.append(StandardCharsets.ISO_8859_1.decode(octets));
        while (!gone && step()) {
            // all that is there
        }
    }

    private boolean step() {
        if (chunk >= 0) {
            return chunk();
        }
        if (inData) {
            return data();
        }
        int end = input.indexOf("\r\n");
        if (end < 0) {
            return false;
        }
        String line = input.substring(0, end);
        input.delete(0, end + 2);
        commands.add(line);
        command(line);
        return true;
    }

    private boolean chunk() {
        if (input.length() < chunk) {
            return false;
        }
        String content = input.substring(0, chunk);
        input.delete(0, chunk);
        chunk = -1;
        end(content);
        return true;
    }

    private boolean data() {
        boolean empty = input.indexOf(".\r\n") == 0;
        int end = empty ? 0 : input.indexOf("\r\n.\r\n");
        if (end < 0) {
            return false;
        }
        String content = empty ? "" : input.substring(0, end + 2);
        input.delete(0, empty ? 3 : end + 5);
        inData = false;
        String lines = ("\r\n" + content).replace("\r\n..", "\r\n.").substring(2);
        end(lines);
        reset();
        return true;
    }

    private void end(String content) {
        commands.add("END");
        if (forgetful && input.length() > 0) {
            // It takes the rest of the input for a line of its own.
            input.setLength(0);
            out.accept("250 2.0.0 taken\r\n");
            taken.add(new Taken(sender.orElse(""), List.copyOf(recipients), content));
            reset();
            out.accept("500 5.5.2 what?\r\n");
            return;
        }
        if (sender.isEmpty() || recipients.isEmpty() && !resumed) {
            say("END", "503 5.5.1 no recipients");
        } else if (say("END", "250 2.0.0 taken")) {
            taken.add(
                    resumed
                            ? new Taken(
                                    sender.get(),
                                    kept.orElseThrow().recipients(),
                                    kept.orElseThrow().content() + content)
                            : new Taken(sender.get(), List.copyOf(recipients), content));
            reset();
        }
    }

    private void command(String line) {
        switch (line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT)) {
            case "EHLO" -> ehlo(line);
            case "HELO", "NOOP" -> say(line, "250 site.example");
            case "AUTH" -> say(line, "235 2.7.0 welcome");
            case "STARTTLS" -> say(line, "220 2.0.0 go on");
            case "QUIT" -> say(line, "221 2.0.0 goodbye");
            case "RSET" -> {
                kept = resumed ? Optional.empty() : kept;
                reset();
                say(line, "250 2.0.0 forgotten");
            }
            case "MAIL" -> mail(line);
            case "RCPT" -> rcpt(line);
            case "DATA" ->
                inData = say(line, recipients.isEmpty() && !resumed ? "554 5.5.1 no recipients" : "354 go on");
            case "BDAT" -> chunk = Integer.parseInt(line.split(" ", -1)[1]);
            default -> say(line, "500 5.5.2 what?");
        }
    }

    private void ehlo(String line) {
        if (keywords.equals(List.of("HELO"))) {
            say(line, "502 5.5.1 unknown");
            return;
        }
        List<String> lines = new ArrayList<>(List.of("site.example"));
        lines.addAll(keywords);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append(i == 0 ? "" : "\r\n250")
                    .append(i == lines.size() - 1 ? ' ' : '-')
                    .append(lines.get(i));
        }
        say(line, "250" + text);
    }

    private void mail(String line) {
        String address = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        if (sender.isPresent()) {
            say(line, "503 5.5.1 nested MAIL");
        } else if (line.contains(" TRANSID=<") && kept.isPresent()) {
            sender = Optional.of(address);
            resumed = say(line, "355 " + kept.get().content().length() + " octets are here");
        } else if (say(line, "250 2.1.0 sender")) {
            sender = Optional.of(address);
        }
    }

    private void rcpt(String line) {
        String address = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        if (sender.isEmpty()) {
            say(line, "503 5.5.1 no MAIL");
        } else if (resumed) {
            say(line, "503 5.5.1 not behind 355");
        } else if (say(line, "250 2.1.5 recipient")) {
            recipients.add(address);
        }
    }

    private void reset() {
        sender = Optional.empty();
        resumed = false;
        recipients.clear();
    }

    /** True if what was said is good. */
    private boolean say(String command, String usual) {
        String reply = replaced.entrySet().stream()
                .filter(entry -> command.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(usual);
        if (!reply.isEmpty()) {
            out.accept(reply + "\r\n");
        }
        gone |= reply.startsWith("421");
        return reply.startsWith("2") || reply.startsWith("3");
    }
}
