package org.etrngateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Octets pass as they are, both ways at once, and more of them than any buffer holds. */
class LineRelayTest {
    private static final int OCTETS = 8 << 20;
    private static final Duration LONG = Duration.ofSeconds(30);

    /** One for each that waits for another. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** Two ends of a connection. */
    private record Ends(Socket ours, Socket theirs) {
        static Ends open() throws IOException {
            try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Socket theirs = new Socket(listening.getInetAddress(), listening.getLocalPort());
                return new Ends(listening.accept(), theirs);
            }
        }
    }

    @Test
    void allOctetsPassBothWaysAtOnce() throws Exception {
        Ends provider = Ends.open();
        Ends site = Ends.open();
        byte[] mail = new byte[OCTETS];
        byte[] replies = new byte[OCTETS];
        new Random(1).nextBytes(mail);
        new Random(2).nextBytes(replies);
        byte[] quit = "QUIT\r\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(quit, 0, mail, OCTETS - quit.length, quit.length);
        CompletableFuture<LineRelay.End> end =
                CompletableFuture.supplyAsync(() -> new LineRelay(provider.ours(), site.ours(), LONG).run(), threads);
        CompletableFuture<Void> down = CompletableFuture.runAsync(() -> write(provider.theirs(), mail), threads);
        CompletableFuture<Void> up = CompletableFuture.runAsync(() -> write(site.theirs(), replies), threads);
        CompletableFuture<byte[]> atProvider = CompletableFuture.supplyAsync(() -> read(provider.theirs()), threads);
        assertThat(read(site.theirs())).isEqualTo(mail);
        assertThat(atProvider.join()).isEqualTo(replies);
        CompletableFuture.allOf(down, up).join();
        site.theirs().close();
        assertThat(end.join().complete()).isTrue();
        assertThat(end.join().received()).isEqualTo(OCTETS);
        assertThat(end.join().sent()).isEqualTo(OCTETS);
        assertThat(provider.theirs().getInputStream().read())
                .as("the end reaches the other side")
                .isNegative();
    }

    @Test
    void anEndWithoutQuitIsNoGoodEnd() throws Exception {
        Ends provider = Ends.open();
        Ends site = Ends.open();
        write(provider.theirs(), "EHLO x\r\n".getBytes(StandardCharsets.US_ASCII));
        provider.theirs().close();
        LineRelay.End end = new LineRelay(provider.ours(), site.ours(), LONG).run();
        assertThat(end.complete()).isFalse();
        assertThat(end.reason()).contains("the provider has closed");
    }

    private static void write(Socket to, byte[] octets) {
        try {
            to.getOutputStream().write(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Socket from) {
        try {
            return from.getInputStream().readNBytes(OCTETS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
