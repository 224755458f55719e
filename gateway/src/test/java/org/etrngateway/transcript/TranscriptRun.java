package org.etrngateway.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Optional;
import java.util.Random;
import org.etrngateway.transcript.Transcript.Step;

/** Runs a transcript against a peer and fails where the peer does anything else than the file says. */
public final class TranscriptRun {
    private final Transcript transcript;
    private final Peer peer;
    private final Feeding feeding;
    private final Random random = new Random(42);

    public TranscriptRun(Transcript transcript, Peer peer, Feeding feeding) {
        this.transcript = transcript;
        this.peer = peer;
        this.feeding = feeding;
    }

    /** Runs all of it. */
    public void run() {
        for (Step step : transcript.steps()) {
            if (step instanceof Step.Send send) {
                feeding.pieces(send.octets().toByteArray(), random).forEach(peer::send);
            } else if (step instanceof Step.Expect expected) {
                expect(expected);
            } else if (step instanceof Step.Handshake) {
                peer.handshake();
            } else {
                assertThat(peer.line()).as("no line before the end").isEmpty();
                assertThat(peer.closed()).as("closed").isTrue();
            }
        }
        assertThat(peer.line()).as("no line is left").isEmpty();
        assertThat(peer.accepted()).isEqualTo(transcript.messages());
        assertThat(peer.triggers()).isEqualTo(transcript.triggers());
    }

    private void expect(Step.Expect expected) {
        Optional<String> line = peer.line();
        if (line.isEmpty() || !expected.matches(line.get())) {
            fail("expected \"%s\", got \"%s\"", expected.line(), line.orElse("nothing"));
        }
    }
}
