package org.etrngateway.mime;

import java.nio.charset.StandardCharsets;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.MemoryContent;

/** Messages that are written down in a test, an octet a character. */
final class Octets {
    private Octets() {}

    static byte[] bytes(String... lines) {
        return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    static Content of(String... lines) {
        return new MemoryContent(bytes(lines));
    }
}
