package org.etrngateway.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real mail system as a site: a process that takes mail on a port and keeps each delivery as a file. */
final class MailSystem implements AutoCloseable {
    /** The mail systems that a site may run. */
    enum Kind {
        POSTFIX,
        EXIM,
        OPENSMTPD,
        SENDMAIL;

        String peer() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(90);
    private final Process process;
    private final Path folder;
    private final int port;

    private MailSystem(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts one, and returns when it greets.
     *
     * @param folder for its deliveries and its log
     */
    static MailSystem start(Kind kind, int port, Path folder) throws IOException {
        Files.createDirectories(folder);
        Process process = new ProcessBuilder(
                        Project.script("peers").toString(), "site", kind.peer(), "" + port, folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        MailSystem system = new MailSystem(process, folder, port);
        Awaitility.await(kind.peer() + " greets; its log: " + folder.resolve("log"))
                .atMost(START_LIMIT)
                .failFast("it ended; its log: " + folder.resolve("log"), () -> !process.isAlive())
                .until(system::greets);
        return system;
    }

    private boolean greets() {
        try (SmtpClient client = new SmtpClient(port)) {
            return client.command("QUIT").startsWith("221");
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until so many recipients have got their copy, and returns all deliveries. */
    List<Delivery> awaitRecipients(int recipients) {
        return Awaitility.await(recipients + " recipients in " + folder)
                .atMost(DELIVERY_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        this::deliveries,
                        found -> found.stream()
                                        .mapToInt(d -> d.recipients().size())
                                        .sum()
                                >= recipients);
    }

    List<Delivery> deliveries() {
        try (Stream<Path> files = Files.list(folder.resolve("new"))) {
            return files.map(MailSystem::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Delivery read(Path file) {
        try {
            String text = Files.readString(file, ISO_8859_1);
            int end = text.indexOf("\n\n");
            List<String> addresses = text.substring(0, end)
                    .lines()
                    .map(line -> line.substring(1, line.length() - 1))
                    .toList();
            return new Delivery(
                    addresses.get(0), addresses.subList(1, addresses.size()), withCrlf(text.substring(end + 2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** OpenSMTPD hands lines over with LF. No sample has a bare CR or LF, so nothing is hidden by this. */
    private static String withCrlf(String text) {
        return text.contains("\r\n") ? text : text.replace("\n", "\r\n");
    }

    @Override
    public void close() {
        try {
            // Unshare hears no SIGTERM while it has a child, and kills that when it is killed.
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
