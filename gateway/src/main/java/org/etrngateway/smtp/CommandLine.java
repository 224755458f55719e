package org.etrngateway.smtp;

import java.nio.charset.StandardCharsets;

/**
 * A command as octets, CRLF included: the one place where what we send to a server becomes bytes. No
 * text can bring an end of line of its own, nor any other control character, whatever its encoding.
 */
public final class CommandLine {
    private CommandLine() {}

    /**
     * Renders a verb with its words, a space between them.
     *
     * @throws IllegalArgumentException if the text would put a control character on the wire
     */
    public static byte[] of(String... words) {
        byte[] octets = (String.join(" ", words) + "\r\n").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < octets.length - 2; i++) {
            // UTF-8 has no octet below 0x80 but for ASCII itself, so this check sees every CR and LF.
            if (octets[i] >= 0 && octets[i] < ' ' || octets[i] == 0x7F) {
                throw new IllegalArgumentException("a command has no control characters");
            }
        }
        return octets;
    }
}
