package org.etrngateway.transcript;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.etrngateway.net.TestTls;
import org.etrngateway.net.Transport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every transcript against the real server: segments as written, and split at random. */
class SocketTranscriptTest {
    private static final Transport TRANSPORT = new Transport(2);

    private static TestTls keys;

    @BeforeAll
    static void make(@TempDir Path folder) throws Exception {
        keys = new TestTls(folder);
    }

    @AfterAll
    static void end() {
        TRANSPORT.close();
    }

    @TestFactory
    Stream<DynamicTest> theServerSpeaksAsWritten() {
        return Transcript.all().stream()
                .flatMap(transcript -> Stream.of(Feeding.SEGMENTS, Feeding.RANDOM)
                        .filter(feeding -> feeding == Feeding.SEGMENTS
                                || transcript.header("feed", "all").equals("all"))
                        .map(feeding ->
                                DynamicTest.dynamicTest(transcript + " " + feeding, () -> run(transcript, feeding))));
    }

    private static void run(Transcript transcript, Feeding feeding) throws Exception {
        try (SocketPeer peer = new SocketPeer(transcript, TRANSPORT, keys)) {
            new TranscriptRun(transcript, peer, feeding).run();
        }
    }
}
