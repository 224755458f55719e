package org.etrngateway.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a delivery agent put in front of a message, and says of its envelope: Return-Path, X-Original-To, Envelope-To,
 * Delivered-To. Only fields before all others count, for what is behind a Received field was there before. Immutable.
 *
 * @param sender without brackets; empty text for the null path, empty if none is said
 * @param recipients each once
 * @param length octets of these fields
 */
public record LetterHead(Optional<String> sender, List<String> recipients, int length) {
    private static final String SENDER = "return-path";
    /** The first of them that is there counts: it says best whom the envelope named. */
    private static final List<String> RECIPIENTS = List.of("x-original-to", "envelope-to", "delivered-to");

    private static final List<String> OTHERS = List.of("delivery-date");

    public LetterHead {
        recipients = List.copyOf(recipients);
    }

    /**
     * @param octets the beginning of a message, with CRLF
     */
    public static LetterHead of(byte[] octets) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        int at = 0;
        int end = end(octets, at);
        while (end > 0) {
            String line = new String(octets, at, end - at, StandardCharsets.UTF_8);
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            boolean folded = end < octets.length && (octets[end] == ' ' || octets[end] == '\t');
            if (folded || !name.equals(SENDER) && !RECIPIENTS.contains(name) && !OTHERS.contains(name)) {
                break;
            }
            fields.computeIfAbsent(name, unused -> new ArrayList<>()).add(address(line.substring(colon + 1)));
            at = end;
            end = end(octets, at);
        }
        return new LetterHead(fields.getOrDefault(SENDER, List.of()).stream().findFirst(), recipients(fields), at);
    }

    private static List<String> recipients(Map<String, List<String>> fields) {
        return RECIPIENTS.stream().filter(fields::containsKey).findFirst().map(fields::get).orElse(List.of()).stream()
                .flatMap(text -> List.of(text.split("\\s*,\\s*")).stream())
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
    }

    private static String address(String value) {
        String text = value.strip();
        return text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
    }

    /** Behind the line that begins there; 0 if it has no end. */
    private static int end(byte[] octets, int from) {
        for (int i = from; i + 1 < octets.length; i++) {
            if (octets[i] == '\r' && octets[i + 1] == '\n') {
                return i + 2;
            }
        }
        return 0;
    }
}
