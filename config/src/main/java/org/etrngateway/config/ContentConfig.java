package org.etrngateway.config;

/** What acceptance does with content that no peer agrees on. */
public record ContentConfig(BareNewlines bareNewlines) {
    /** What becomes of a bare CR or LF in a message. */
    public enum BareNewlines {
        /** The message is refused with 550 5.6.0. */
        REFUSE,
        /** It becomes CRLF, and the result counts as the message that was accepted. */
        NORMALISE
    }
}
