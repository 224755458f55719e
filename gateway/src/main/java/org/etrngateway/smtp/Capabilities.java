package org.etrngateway.smtp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a server offered in its reply to EHLO (RFC 5321 §4.1.1.1): keywords in upper case, each with the
 * words behind it. Immutable.
 */
public record Capabilities(Map<String, String> keywords) {
    /** A server that was greeted with HELO. */
    public static final Capabilities NONE = new Capabilities(Map.of());

    public Capabilities {
        keywords = Map.copyOf(keywords);
    }

    /** Reads the lines of a positive reply to EHLO; the first is the server's name. */
    public static Capabilities of(Reply reply) {
        Map<String, String> keywords = new HashMap<>();
        for (String line : reply.lines().subList(1, reply.lines().size())) {
            int space = line.indexOf(' ');
            String word = space < 0 ? line : line.substring(0, space);
            keywords.put(
                    word.toUpperCase(Locale.ROOT),
                    space < 0 ? "" : line.substring(space + 1).strip());
        }
        return new Capabilities(keywords);
    }

    public boolean pipelining() {
        return has("PIPELINING");
    }

    public boolean chunking() {
        return has("CHUNKING");
    }

    public boolean startTls() {
        return has("STARTTLS");
    }

    public boolean eightBitMime() {
        return has("8BITMIME");
    }

    public boolean smtpUtf8() {
        return has("SMTPUTF8");
    }

    public boolean dsn() {
        return has("DSN");
    }

    public boolean checkpoint() {
        return has("CHECKPOINT");
    }

    public boolean priorities() {
        return has("MT-PRIORITY");
    }

    public boolean deliverBy() {
        return has("DELIVERBY");
    }

    /** The shortest time in which the server takes mail to be delivered or returned (RFC 2852 §4), in seconds. */
    public long leastBy() {
        return number("DELIVERBY");
    }

    public boolean size() {
        return has("SIZE");
    }

    /** The largest message the server takes, in octets; empty if it named none (RFC 1870 §4). */
    public OptionalLong maxSize() {
        long size = number("SIZE");
        return size > 0 ? OptionalLong.of(size) : OptionalLong.empty();
    }

    /** The number behind a keyword; 0 if there is none. */
    private long number(String keyword) {
        String word = keywords.getOrDefault(keyword, "");
        boolean number = !word.isEmpty() && word.length() <= 18 && word.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.parseLong(word) : 0;
    }

    /** SASL mechanisms (RFC 4954), in upper case. */
    public Set<String> authMechanisms() {
        String words = keywords.getOrDefault("AUTH", "").toUpperCase(Locale.ROOT);
        return words.isEmpty() ? Set.of() : Set.copyOf(List.of(words.split(" +", -1)));
    }

    private boolean has(String keyword) {
        return keywords.containsKey(keyword);
    }
}
