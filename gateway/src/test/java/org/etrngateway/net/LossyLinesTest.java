package org.etrngateway.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class LossyLinesTest {
    private static final int MANY = 20_000;

    private final LossyLines lines = new LossyLines();

    private static InetAddress address(int number) throws UnknownHostException {
        return InetAddress.getByAddress(
                ByteBuffer.allocate(Integer.BYTES).putInt(10 << 24 | number).array());
    }

    @Test
    void aLineIsKnownWhenItWasFound() throws UnknownHostException {
        lines.add(address(1));
        assertThat(lines.isKnown(address(1))).isTrue();
        assertThat(lines.isKnown(address(2))).isFalse();
    }

    @Test
    void onlyTheLastOfManyAreKnown() throws UnknownHostException {
        for (int i = 0; i < MANY; i++) {
            lines.add(address(i));
        }
        assertThat(lines.isKnown(address(MANY - 1))).isTrue();
        assertThat(lines.isKnown(address(0))).isFalse();
    }
}
