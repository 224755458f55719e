package org.etrngateway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    @TempDir
    Path folder;

    @Test
    void hearsThatPortsAreOpenAndThatTheEndHasCome() throws IOException {
        assumeTrue(Epoll.isAvailable(), "no epoll here");
        Path path = folder.resolve("notify");
        Socket listener = Socket.newSocketDomainDgram();
        try {
            listener.bind(new DomainSocketAddress(path.toString()));
            Supervisor supervisor = Supervisor.at(path.toString());
            supervisor.ready("smtp 127.0.0.1:25");
            assertThat(received(listener)).isEqualTo("READY=1\nSTATUS=smtp 127.0.0.1:25");
            supervisor.stopping();
            assertThat(received(listener)).isEqualTo("STOPPING=1");
        } finally {
            listener.close();
        }
    }

    @Test
    void whoIsNotThereIsNotAskedForAndDoesNoHarm() {
        assertThatCode(() -> Supervisor.at(null).ready("")).doesNotThrowAnyException();
        assertThatCode(() -> Supervisor.at(folder.resolve("gone").toString()).stopping())
                .doesNotThrowAnyException();
    }

    private static String received(Socket listener) throws IOException {
        ByteBuffer octets = ByteBuffer.allocateDirect(1024);
        int length = listener.recvFromDomainSocket(octets, 0, octets.capacity()).receivedAmount();
        return StandardCharsets.UTF_8.decode(octets.limit(length)).toString();
    }
}
