package org.etrngateway.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.etrngateway.config.ListenerConfig;

/** Whether the listeners answer, if the gateway runs, or could be opened if it does not. */
public final class PortCheck implements Check {
    private static final String ABOUT = "port";
    private static final int PATIENCE_MS = 10_000;
    private static final int GREETING_OCTETS = 4;

    private final List<ListenerConfig> listeners;
    private final boolean running;

    /**
     * @param running true if a gateway has them open
     */
    public PortCheck(List<ListenerConfig> listeners, boolean running) {
        this.listeners = List.copyOf(listeners);
        this.running = running;
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        for (ListenerConfig listener : listeners) {
            if (listener.bind().port() > 0) {
                findings.add(running ? answers(listener) : canBeOpened(listener));
            }
        }
        return findings;
    }

    private static Finding answers(ListenerConfig listener) {
        String text = listener.name() + " at " + listener.bind();
        try (Socket socket = new Socket()) {
            InetAddress bind = InetAddress.getByName(listener.bind().host());
            socket.connect(
                    new InetSocketAddress(
                            bind.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bind,
                            listener.bind().port()),
                    PATIENCE_MS);
            if (listener.tls().isImplicit() || !listener.proxies().isEmpty()) {
                return Finding.ok(ABOUT, text + " is open");
            }
            socket.setSoTimeout(PATIENCE_MS);
            String greeting =
                    new String(socket.getInputStream().readNBytes(GREETING_OCTETS), StandardCharsets.US_ASCII);
            return greeting.startsWith("220")
                    ? Finding.ok(ABOUT, text + " greets")
                    : Finding.problem(
                            ABOUT,
                            text + " answers, but not with a greeting of SMTP",
                            "another program may have the port: ss -ltnp 'sport = :"
                                    + listener.bind().port() + "'");
        } catch (IOException e) {
            return Finding.problem(
                    ABOUT,
                    text + " does not answer: " + e.getMessage(),
                    "look at the gateway's log; a new listener needs a new start");
        }
    }

    private static Finding canBeOpened(ListenerConfig listener) {
        String text = listener.name() + " at " + listener.bind();
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(
                    InetAddress.getByName(listener.bind().host()),
                    listener.bind().port()));
            return Finding.ok(ABOUT, text + " can be opened");
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.contains("Permission denied")) {
                return Finding.problem(
                        ABOUT,
                        text + " may not be opened by this user",
                        "ports below 1024 need CAP_NET_BIND_SERVICE, which the systemd unit has; or run this as root");
            }
            return Finding.problem(
                    ABOUT,
                    text + " cannot be opened: " + reason,
                    reason.contains("in use")
                            ? "another program has it: ss -ltnp 'sport = :"
                                    + listener.bind().port() + "'"
                            : "the address must be one of this machine: ip address");
        }
    }
}
