import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A server that answers and keeps nothing: what a {@link Generator} reaches here is its ceiling. It understands
 * nothing but what the generator sends, on one thread.
 */
final class NullSink implements Closeable {
    private static final int BACKLOG = 1000;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final ByteBuffer input = ByteBuffer.allocateDirect(1 << 16);

    NullSink() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        Thread thread = new Thread(this::serve, "null-sink");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.socket().getLocalPort();
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                selector.select(this::ready);
            }
        } catch (ClosedSelectorException e) {
            return; // the end of it, while a client was served
        } catch (IOException e) {
            throw new IllegalStateException("the null sink failed", e);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                ((Client) key.attachment()).read((SocketChannel) key.channel(), input);
            }
        } catch (IOException e) {
            key.cancel(); // the client is gone, and knows what it is missing
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        channel.register(selector, SelectionKey.OP_READ, new Client());
        write(channel, "220 sink.example ESMTP\r\n");
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    }

    @Override
    public void close() throws IOException {
        server.close();
        selector.close();
    }

    /** Where a client is: in commands, of which each is a line, or in content, whose last line is a dot. */
    private static final class Client {
        private boolean inContent;
        private int lineLength;
        private byte first;

        void read(SocketChannel channel, ByteBuffer input) throws IOException {
            input.clear();
            if (channel.read(input) < 0) {
                channel.close();
                return;
            }
            StringBuilder replies = new StringBuilder();
            for (input.flip(); input.hasRemaining(); ) {
                byte octet = input.get();
                if (octet == '\n') {
                    replies.append(lineEnded());
                    lineLength = 0;
                } else if (octet != '\r') {
                    first = lineLength++ == 0 ? octet : first;
                }
            }
            if (!replies.isEmpty()) {
                write(channel, replies.toString());
            }
        }

        private String lineEnded() {
            if (inContent) {
                inContent = lineLength != 1 || first != '.';
                return inContent ? "" : "250 2.0.0 ok\r\n";
            }
            inContent = first == 'D';
            return switch (first) {
                case 'D' -> "354 go\r\n";
                case 'E' -> "250-sink.example\r\n250 PIPELINING\r\n";
                default -> "250 2.0.0 ok\r\n";
            };
        }
    }
}
