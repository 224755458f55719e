package org.etrngateway.transcript;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.etrngateway.net.Door;
import org.etrngateway.net.Listener;
import org.etrngateway.net.ServerTls;
import org.etrngateway.net.SmtpServer;
import org.etrngateway.net.TestTls;
import org.etrngateway.net.Transport;
import org.etrngateway.policy.ClientLimits;
import org.etrngateway.policy.GatewayPolicy;
import org.etrngateway.policy.Office;
import org.etrngateway.policy.PolicyRules;
import org.etrngateway.policy.TestOffice;
import org.etrngateway.session.ServerSession;
import org.etrngateway.transcript.Transcript.Step;

/** The real server behind a real socket; only the client's address and the queue are the transcript's. */
public final class SocketPeer implements Peer, Closeable {
    private static final int TIME_LIMIT_MS = 10_000;

    private final List<String> triggers = new CopyOnWriteArrayList<>();
    private final LateQueue queue;
    private final SmtpServer server;
    private final TestTls keys;
    private Socket socket;
    private InputStream in;
    private final boolean serverCloses;
    private long linesDue;
    private boolean ended;

    /**
     * @param keys what the server shows where the transcript has TLS
     */
    public SocketPeer(Transcript transcript, Transport transport, TestTls keys) throws Exception {
        this.keys = keys;
        World world = new World(transcript);
        PolicyRules rules = world.rules();
        queue = new LateQueue(transcript);
        ClientLimits limits = new ClientLimits(() -> rules, world.clock());
        ServerTls tls = new ServerTls();
        tls.replace(List.of(keys.identity()), List.of());
        Office office = TestOffice.of(
                () -> rules,
                queue,
                trigger -> {
                    triggers.add(Accepted.words(trigger));
                    return world.answer();
                },
                world.accounts(),
                world.clock());
        server = new SmtpServer(
                transport,
                (listener, local, client, turned, actions) -> new ServerSession(
                        world.profile(),
                        new GatewayPolicy(
                                office,
                                trigger -> CompletableFuture.supplyAsync(world::answer),
                                world.service(),
                                world.client().getAddress(),
                                local.getAddress()),
                        actions),
                queue,
                new Door() {
                    @Override
                    public boolean enter(InetAddress client) {
                        return limits.opened(client);
                    }

                    @Override
                    public void leave(InetAddress client) {
                        limits.closed(client);
                    }
                },
                tls);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        InetSocketAddress address =
                server.open(new Listener("test", world.service(), any, world.tls(), 1_000, List.of()));
        linesDue = transcript.steps().stream()
                .filter(Step.Expect.class::isInstance)
                .count();
        serverCloses = transcript.steps().stream().anyMatch(Step.Closed.class::isInstance);
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(TIME_LIMIT_MS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    @Override
    public void send(byte[] octets) {
        try {
            socket.getOutputStream().write(octets);
        } catch (SocketException e) {
            ended = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handshake() {
        try {
            SSLSocket secured = (SSLSocket)
                    keys.client().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
            secured.startHandshake();
            socket = secured;
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Once no line is due, the client closes its side, and so makes the server say all it has to say. */
    @Override
    public Optional<String> line() {
        try {
            if (linesDue == 0 && !serverCloses && !ended) {
                socket.shutdownOutput();
            }
            linesDue--;
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            line.write(octet);
            octet = in.read();
        }
        ended = octet < 0;
        String text = line.toString(StandardCharsets.UTF_8);
        return ended ? Optional.empty() : Optional.of(text.substring(0, text.length() - 1));
    }

    @Override
    public boolean closed() {
        return ended;
    }

    @Override
    public List<Accepted> accepted() {
        return queue.accepted();
    }

    @Override
    public List<String> triggers() {
        return List.copyOf(triggers);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        server.close(Duration.ofSeconds(5));
    }
}
