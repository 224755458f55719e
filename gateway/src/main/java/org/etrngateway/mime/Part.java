package org.etrngateway.mime;

import java.util.Optional;

/**
 * A part of a message (RFC 2045 §2.5). Immutable.
 *
 * @param path its place: 1 is the message itself, 1.2 the second part of it
 * @param depth how many parts it lies in; 0 is the message itself
 * @param type media type in lower case, without parameters; text/plain where none is said, or nonsense
 * @param name of the file that it is to become, decoded; empty where it has none
 * @param disposition attachment, inline or another word, in lower case; empty where it says none
 * @param size octets of its body as they stand in the message, so that what is encoded is smaller in truth
 */
public record Part(
        String path, int depth, String type, Optional<String> name, Optional<String> disposition, long size) {}
