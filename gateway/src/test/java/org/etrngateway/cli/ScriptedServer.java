package org.etrngateway.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A server on the loopback interface that greets, and answers each command with what a table says for
 * the first word or for the whole line, and closes behind QUIT; STARTTLS is done for real where there is a certificate.
 */
final class ScriptedServer implements AutoCloseable {
    /** Instead of an answer: the end of the connection. */
    static final String CLOSE = "close";

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers;
    private final Optional<SSLContext> tls;
    private final Thread thread = new Thread(this::serve, "scripted server");

    ScriptedServer(Map<String, String> answers, Optional<SSLContext> tls) throws IOException {
        this.answers = answers;
        this.tls = tls;
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "localhost:" + listening.getLocalPort();
    }

    /** The commands that came, in order. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    /** The same once its client is gone. */
    List<String> heardInAll() throws InterruptedException {
        thread.join();
        return heard();
    }

    private void serve() {
        try (Socket client = listening.accept()) {
            write(client, answers.getOrDefault("", "220 mx.isp.example"));
            Socket socket = client;
            BufferedReader in = reader(socket);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard.add(line);
                if (answer(line).equals(CLOSE)) {
                    return;
                }
                write(socket, answer(line));
                if (line.equals("QUIT")) {
                    return;
                }
                if (line.equals("STARTTLS") && tls.isPresent()) {
                    SSLSocket secured = (SSLSocket)
                            tls.get().getSocketFactory().createSocket(client, "client", client.getPort(), false);
                    secured.setUseClientMode(false);
                    socket = secured;
                    in = reader(socket);
                }
            }
        } catch (IOException e) {
            // The client is gone: what it said shows in its output.
        }
    }

    private String answer(String line) {
        String word = line.split(" ", -1)[0];
        return answers.getOrDefault(line, answers.getOrDefault(word, "500 what?"));
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void write(Socket socket, String reply) throws IOException {
        socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
