package org.etrngateway.session;

import java.nio.ByteBuffer;
import java.util.Map;
import org.etrngateway.config.TlsMode;
import org.etrngateway.smtp.Reply;

/** What a client session asks of the side that does its I/O. Called on the session's thread. */
public interface ClientActions {
    /** Sends octets, behind those before; the buffer is given away. */
    void send(ByteBuffer octets);

    /**
     * Asks for the content of a parcel: it is to be given by {@link ClientSession#content}, in order, from
     * this call or later.
     *
     * @param from the offset at which to begin, less than the size
     */
    void read(Parcel parcel, long from);

    /** What the server said of the recipients of a parcel with a {@link Continuation}; its content is on its way. */
    void enveloped(Parcel parcel, Map<Integer, Reply> replies);

    /** The server goes on with what it has of a parcel: so many octets are not sent again. */
    void resumed(Parcel parcel, long kept);

    /**
     * The server's checkpoints are of no use: nothing is known of the parcel, which is to be sent again, without a
     * {@link Continuation}.
     */
    void distrusted(Parcel parcel, String reason);

    /** Starts TLS as client, where the server must show what the mode says; then {@link ClientSession#secured}. */
    void startTls(String serverName, TlsMode mode);

    /** The server's word on each recipient of a parcel; final for this session. */
    void answered(Parcel parcel, Map<Integer, Reply> replies);

    /**
     * The session is over and the connection is to be closed. Parcels that were delivered to the session
     * and not answered are open again: the server may have taken the last of them, or not.
     */
    void ended(SessionEnd end);
}
