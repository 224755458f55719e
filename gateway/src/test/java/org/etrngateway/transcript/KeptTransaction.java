package org.etrngateway.transcript;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.NamedTransaction;

/** What a transcript says is kept of any transaction that its client names. */
class KeptTransaction implements NamedTransaction {
    private static final int ENDLESS = HEAD + 20;

    private final String state;
    private final byte[] octets;
    private final Envelope envelope;
    private final Function<Envelope, Draft> drafts;

    KeptTransaction(Transcript transcript, World world, Function<Envelope, Draft> drafts) {
        this.state = transcript.header("named", "unknown");
        this.octets = state.equals("endless") ? Messages.sized(ENDLESS) : text(transcript);
        this.envelope = Messages.envelope(
                world.clock().instant(),
                transcript.header("kept-to", "b@acme.example").split(","));
        this.drafts = drafts;
    }

    private static byte[] text(Transcript transcript) {
        return Escapes.line(transcript.header("kept", "") + "\\c").toByteArray();
    }

    byte[] octets() {
        return octets.clone();
    }

    @Override
    public Optional<Envelope> envelope() {
        return state.equals("unknown") ? Optional.empty() : Optional.of(envelope);
    }

    @Override
    public boolean isComplete() {
        return state.equals("complete");
    }

    @Override
    public long kept() {
        return octets.length;
    }

    @Override
    public ByteBuffer head() {
        return isComplete() ? ByteBuffer.allocate(0) : ByteBuffer.wrap(octets, 0, Math.min(octets.length, HEAD));
    }

    @Override
    public Draft begin(Envelope begun, List<Reservation> reservations) {
        return drafts.apply(begun);
    }

    @Override
    public Draft resume(List<Reservation> reservations) {
        return drafts.apply(envelope);
    }

    @Override
    public void forget() {}

    @Override
    public void close() {}
}
