package org.etrngateway.transcript;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every transcript against the pure core, in segments, octet by octet, and split at random. */
class TranscriptTest {
    @TestFactory
    Stream<DynamicTest> thePureCoreSpeaksAsWritten() {
        return Transcript.all().stream()
                .flatMap(transcript -> Stream.of(Feeding.values())
                        .filter(feeding -> feeding == Feeding.SEGMENTS
                                || transcript.header("feed", "all").equals("all"))
                        .map(feeding -> DynamicTest.dynamicTest(
                                transcript + " " + feeding,
                                () -> new TranscriptRun(transcript, new PureCore(transcript), feeding).run())));
    }
}
