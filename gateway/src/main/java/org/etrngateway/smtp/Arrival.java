package org.etrngateway.smtp;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.address.IpAddress;

/**
 * How a message came here, as our own {@link TraceHeader} keeps it. Immutable.
 *
 * @param client the address that it came from
 * @param authenticated true if the client had logged in (RFC 3848)
 */
public record Arrival(InetAddress client, boolean authenticated) {
    private static final Pattern TRACE = Pattern.compile(
            "Received: from \\S+ \\(\\[(?:IPv6:)?([0-9A-Fa-f.:]+)\\]\\)\\s+by \\S+ with ([A-Z0-9]+) id .*",
            Pattern.DOTALL);

    /**
     * Reads the first field of a message that we accepted, which is ours whatever the client sent.
     *
     * @param field with its name
     * @return empty if it is no trace header of ours
     */
    public static Optional<Arrival> of(String field) {
        Matcher trace = TRACE.matcher(field);
        if (!trace.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Arrival(IpAddress.parse(trace.group(1)), trace.group(2).endsWith("A")));
        } catch (InvalidAddressException e) {
            return Optional.empty();
        }
    }
}
