package org.etrngateway.transcript;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every transcript against the pure core, in segments, octet by octet, and split at random. */
class TranscriptTest {
    @TestFactory
    Stream<DynamicTest> thePureCoreSpeaksAsWritten() throws IOException, URISyntaxException {
        return transcripts().stream()
                .flatMap(transcript -> Stream.of(Feeding.values())
                        .filter(feeding -> feeding == Feeding.SEGMENTS
                                || transcript.header("feed", "all").equals("all"))
                        .map(feeding -> DynamicTest.dynamicTest(
                                transcript + " " + feeding,
                                () -> new TranscriptRun(transcript, new PureCore(transcript), feeding).run())));
    }

    static List<Transcript> transcripts() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(TranscriptTest.class.getResource("/transcripts"), "transcripts")
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(Transcript::read).toList();
        }
    }
}
