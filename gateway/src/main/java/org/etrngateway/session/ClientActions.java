package org.etrngateway.session;

import java.nio.ByteBuffer;
import java.util.Map;
import org.etrngateway.smtp.Reply;

/** What a client session asks of the side that does its I/O. Called on the session's thread. */
public interface ClientActions {
    /** Sends octets, behind those before; the buffer is given away. */
    void send(ByteBuffer octets);

    /**
     * Asks for the content of a parcel: it is to be given by {@link ClientSession#content}, in order, from
     * this call or later.
     */
    void read(Parcel parcel);

    /** Starts TLS as client; then {@link ClientSession#secured}. */
    void startTls(String serverName, boolean verify);

    /** The server's word on each recipient of a parcel; final for this session. */
    void answered(Parcel parcel, Map<Integer, Reply> replies);

    /**
     * The session is over and the connection is to be closed. Parcels that were delivered to the session
     * and not answered are open again: the server may have taken the last of them, or not.
     */
    void ended(SessionEnd end);
}
