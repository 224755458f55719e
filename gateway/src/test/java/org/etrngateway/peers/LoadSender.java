package org.etrngateway.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Sends mail over several connections at once and writes down what was promised. */
final class LoadSender implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> senders = new ArrayList<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Ledger ledger;
    private final int port;

    LoadSender(int port, Ledger ledger) {
        this.port = port;
        this.ledger = ledger;
    }

    /** Sends all of them over one connection. */
    void sendAll(List<Mail> mails) throws IOException {
        try (SmtpClient client = new SmtpClient(port).hello()) {
            for (Mail mail : mails) {
                send(client, mail);
            }
        }
    }

    /**
     * Starts connections that send one message after the other until theirs breaks or this is closed.
     *
     * @param accepted counted down with each 250
     */
    void sendWithoutEnd(int connections, Supplier<Mail> mails, CountDownLatch accepted) {
        for (int i = 0; i < connections; i++) {
            senders.add(threads.submit(() -> {
                try (SmtpClient client = new SmtpClient(port).hello()) {
                    while (!stopping.get()) {
                        send(client, mails.get());
                        accepted.countDown();
                    }
                } catch (IOException e) {
                    // the gateway was killed: what got no 250 was promised to nobody
                }
            }));
        }
    }

    private void send(SmtpClient client, Mail mail) throws IOException {
        ledger.offered(mail);
        ledger.accepted(mail, client.send(mail));
    }

    /** Returns when no connection sends any more. */
    @Override
    public void close() {
        stopping.set(true);
        try {
            for (Future<?> sender : senders) {
                sender.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
