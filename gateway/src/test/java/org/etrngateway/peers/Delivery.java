package org.etrngateway.peers;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a site received: envelope and octets, its own trace header in front of them.
 *
 * @param octets a character an octet; lines end in CRLF
 */
public record Delivery(String sender, List<String> recipients, String octets) {
    private static final Pattern TRACE =
            Pattern.compile("(?:(?i:received|return-path|delivered-to):.*\r\n(?:[ \t].*\r\n)*)*");

    public Delivery {
        recipients = List.copyOf(recipients);
    }

    /** The id of the message; a text with its first line if it was not one of ours. */
    String id() {
        String first = content().lines().findFirst().orElse("");
        return first.startsWith(Mail.ID_FIELD) ? first.substring(Mail.ID_FIELD.length()) : "no id: " + first;
    }

    /** The octets behind all trace header fields: what the first sender sent. */
    public String content() {
        return octets.substring(contentStart());
    }

    /** The trace header fields, newest first, unfolded. */
    List<String> trace() {
        return octets.substring(0, contentStart())
                .replaceAll("\r\n[ \t]+", " ")
                .lines()
                .toList();
    }

    private int contentStart() {
        Matcher matcher = TRACE.matcher(octets);
        return matcher.lookingAt() ? matcher.end() : 0;
    }
}
