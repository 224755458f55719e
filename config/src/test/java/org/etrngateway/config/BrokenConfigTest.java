package org.etrngateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each folder of broken settings gives exactly the problems of its {@code expected.txt}. */
class BrokenConfigTest {
    private static final Path BROKEN = Path.of("src/test/resources/broken");

    static Stream<String> folders() throws IOException {
        try (Stream<Path> folders = Files.list(BROKEN)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void reportsAllProblemsInOrder(String name) throws IOException {
        Path folder = BROKEN.resolve(name);

        Loaded loaded = ConfigLoader.load(folder.resolve("gateway.yaml"));

        String problems = loaded.problems().stream()
                .map(problem -> problem.toString()
                        .replace(folder.toAbsolutePath() + "/", "")
                        .replace(folder + "/", ""))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(problems).isEqualTo(Files.readString(folder.resolve("expected.txt")));
        assertThat(loaded.config()).isEmpty();
    }
}
