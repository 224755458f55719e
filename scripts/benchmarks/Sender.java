import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of a {@link Generator}: what it has sent, and what replies it waits for. */
final class Sender implements Closeable {
    private static final ByteBuffer HELLO = octets("EHLO load.example\r\n");
    private static final ByteBuffer QUIT = octets("QUIT\r\n");

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer input;
    private final StringBuilder line = new StringBuilder(120);
    private Supply supply;
    private boolean pipelining;
    private ByteBuffer envelope = ByteBuffer.allocate(0);
    private Step step = Step.GREETING;
    private int repliesDue = step.replies;
    private ByteBuffer output = ByteBuffer.allocate(0);
    private long sentAt;

    /** What was sent last, and how many replies that has. */
    private enum Step {
        GREETING(1),
        HELLO(1),
        KNOWN(0),
        ENVELOPE(3),
        ONE_OF_ENVELOPE(1),
        CONTENT(1),
        QUIT(1);

        private final int replies;

        Step(int replies) {
            this.replies = replies;
        }
    }

    /**
     * Connects.
     *
     * @param input for what is read, shared by all of a thread
     */
    Sender(int port, Selector selector, ByteBuffer input) throws IOException {
        this.input = input;
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.socket().setTcpNoDelay(true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** True if EHLO was answered. */
    boolean isKnown() {
        return step == Step.KNOWN;
    }

    /** Sends messages from now on; once, after EHLO was answered. */
    void begin(Supply messages) throws IOException {
        supply = messages;
        next();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Goes on after the selector said that there is something to read, or room to write. */
    void ready() throws IOException {
        if (output.hasRemaining()) {
            write();
        }
        if (key.isReadable()) {
            read();
        }
    }

    private void read() throws IOException {
        input.clear();
        if (channel.read(input) < 0) {
            throw new EOFException("the server closed the connection after: " + line);
        }
        for (input.flip(); input.hasRemaining(); ) {
            char octet = (char) input.get();
            if (octet == '\n') {
                lineEnded();
            } else {
                line.append(octet);
            }
        }
    }

    private void lineEnded() throws IOException {
        if (line.charAt(0) != '2' && line.charAt(0) != '3') {
            throw new IOException("the server said: " + line);
        }
        boolean more = line.length() > 3 && line.charAt(3) == '-';
        pipelining |= step == Step.HELLO && line.indexOf("PIPELINING") > 0;
        line.setLength(0);
        if (!more && --repliesDue == 0) {
            replied();
        }
    }

    private void replied() throws IOException {
        switch (step) {
            case GREETING -> send(Step.HELLO, HELLO);
            case HELLO -> step = Step.KNOWN;
            case ENVELOPE -> content();
            case ONE_OF_ENVELOPE -> oneOfEnvelope();
            case CONTENT -> {
                supply.accepted(sentAt);
                next();
            }
            case QUIT -> channel.close();
            case KNOWN -> throw new IOException("a reply to nothing");
        }
    }

    private void next() throws IOException {
        if (!supply.hasNext()) {
            send(Step.QUIT, QUIT);
        } else if (pipelining) {
            send(Step.ENVELOPE, supply.envelope());
        } else {
            envelope = supply.envelope().duplicate();
            oneOfEnvelope();
        }
    }

    private void oneOfEnvelope() throws IOException {
        if (!envelope.hasRemaining()) {
            content();
            return;
        }
        int end = envelope.position();
        while (envelope.get(end) != '\n') {
            end++;
        }
        ByteBuffer command = envelope.duplicate().limit(end + 1);
        envelope.position(end + 1);
        send(Step.ONE_OF_ENVELOPE, command);
    }

    private void content() throws IOException {
        sentAt = System.nanoTime();
        send(Step.CONTENT, supply.content());
    }

    private void send(Step now, ByteBuffer octets) throws IOException {
        step = now;
        repliesDue = now.replies;
        output = octets.duplicate();
        write();
    }

    private void write() throws IOException {
        channel.write(output);
        key.interestOps(output.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private static ByteBuffer octets(String text) {
        byte[] octets = text.getBytes(ISO_8859_1);
        return ByteBuffer.allocateDirect(octets.length).put(octets).flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
