package org.etrngateway.net;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has started this process and wants to know how it is: systemd, by the protocol of sd_notify(3). Where there is
 * nobody, nothing is said. Nothing here fails: a gateway that cannot tell serves all the same. Thread-safe.
 */
public final class Supervisor {
    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

    private final Optional<byte[]> socket;

    private Supervisor(Optional<byte[]> socket) {
        this.socket = socket;
    }

    /**
     * The one that listens at a socket.
     *
     * @param path as in the environment variable NOTIFY_SOCKET; {@code @} begins an abstract name; null if it is not set
     */
    public static Supervisor at(String path) {
        return new Supervisor(Optional.ofNullable(path)
                .filter(name -> !name.isEmpty())
                .map(name -> name.startsWith("@") ? "\0" + name.substring(1) : name)
                .map(name -> name.getBytes(StandardCharsets.UTF_8)));
    }

    /** Ports are open. */
    public void ready(String status) {
        tell("READY=1\nSTATUS=" + status);
    }

    /** No new work from now on. */
    public void stopping() {
        tell("STOPPING=1");
    }

    private void tell(String state) {
        socket.ifPresent(path -> send(path, state.getBytes(StandardCharsets.UTF_8)));
    }

    private static void send(byte[] path, byte[] state) {
        if (!Epoll.isAvailable()) {
            log.warn("the supervisor cannot be told: the native part of epoll does not load here");
            return;
        }
        Socket datagram = Socket.newSocketDomainDgram();
        try {
            ByteBuffer octets = ByteBuffer.allocateDirect(state.length).put(state);
            datagram.sendToDomainSocket(octets, 0, state.length, path);
        } catch (IOException e) {
            log.atWarn().addKeyValue("reason", e.getMessage()).log("the supervisor cannot be told");
        } finally {
            close(datagram);
        }
    }

    private static void close(Socket datagram) {
        try {
            datagram.close();
        } catch (IOException e) {
            log.debug("a datagram socket did not close", e);
        }
    }
}
