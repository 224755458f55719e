package org.etrngateway.transcript;

import java.util.List;
import java.util.Optional;

/** The server a transcript is run against: the pure core, or one behind a socket. */
public interface Peer {
    /** Sends octets as one piece. */
    void send(byte[] octets);

    /** Starts TLS as client, and waits until it is up. */
    void handshake();

    /** The next line the server sends, without its end; empty if it sends none. */
    Optional<String> line();

    /** True if the server closed, or closes now, and no line is left. */
    boolean closed();

    /** What the server accepted so far. */
    List<Accepted> accepted();

    /** What triggers reached the engine, as {@code site domain...}. */
    List<String> triggers();
}
