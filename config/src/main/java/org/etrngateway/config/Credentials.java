package org.etrngateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A user and a password, kept in a file of two lines that only its owner can read. Never printed:
 * {@code toString} masks the password. Immutable.
 */
public record Credentials(String user, String password) {
    /**
     * @throws IOException if the file cannot be read, is open to others, or is not of two lines; the
     *     message says so without quoting it
     */
    public static Credentials read(Path file) throws IOException {
        PrivateFile.check(file);
        List<String> lines = Files.readAllLines(file);
        boolean two = lines.size() == 2 && lines.stream().noneMatch(String::isEmpty);
        if (!two || lines.stream().anyMatch(line -> line.indexOf('\0') >= 0)) {
            throw new IOException("the file has two lines: a user and a password");
        }
        return new Credentials(lines.get(0), lines.get(1));
    }

    static List<ConfigProblem> problemsOf(Path file) {
        return problem(file)
                .map(text -> List.of(new ConfigProblem(file, 0, "", text)))
                .orElse(List.of());
    }

    private static Optional<String> problem(Path file) {
        try {
            read(file);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(PrivateFile.reason(e));
        }
    }

    @Override
    public String toString() {
        return "Credentials[user=" + user + ", password=***]";
    }
}
