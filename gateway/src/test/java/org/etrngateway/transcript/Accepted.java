package org.etrngateway.transcript;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Wishes;

/**
 * A message that was accepted, as a transcript writes it.
 *
 * @param envelope in words: {@code from=<a> to=<b>,<c>!NEVER+DELAY{type;orcpt} 8bit utf8 ret=FULL envid=x priority=3 by=9;R
 *     until=2026-03-01T00:00:00Z}, where ! is
 *     a recipient outside
 * @param content without our trace header, an octet a character
 */
public record Accepted(String envelope, String content) {

    /**
     * @param stored the content with the trace header
     */
    public static Accepted of(Envelope envelope, byte[] stored) {
        return new Accepted(words(envelope), withoutTrace(new String(stored, StandardCharsets.ISO_8859_1)));
    }

    /** A trigger in words: the site, and the domains if it is for these only. */
    public static String words(Trigger trigger) {
        Stream<String> domains = trigger.domains().stream()
                .flatMap(set -> set.stream().map(Object::toString).sorted());
        return Stream.concat(Stream.of(trigger.site().name()), domains).collect(Collectors.joining(" "));
    }

    private static String words(Envelope envelope) {
        return "from=<" + envelope.sender() + "> to="
                + envelope.recipients().stream().map(Accepted::words).collect(Collectors.joining(","))
                + (envelope.body() == Envelope.Body.EIGHT_BIT_MIME ? " 8bit" : "")
                + (envelope.smtpUtf8() ? " utf8" : "")
                + envelope.ret().map(ret -> " ret=" + ret).orElse("")
                + envelope.envid().map(id -> " envid=" + id).orElse("")
                + words(envelope.wishes());
    }

    private static String words(Wishes wishes) {
        return (wishes.priority().isPresent() ? " priority=" + wishes.urgency() : "")
                + wishes.by().map(by -> " by=" + by).orElse("")
                + wishes.release().map(release -> " until=" + release).orElse("");
    }

    private static String words(Recipient recipient) {
        return "<" + recipient.address() + ">"
                + (recipient.outbound() ? "!" : "")
                + recipient.notices().stream().sorted().map(Object::toString).collect(Collectors.joining("+"))
                + recipient.orcpt().map(orcpt -> "{" + orcpt + "}").orElse("");
    }

    private static String withoutTrace(String stored) {
        int end = stored.indexOf("\r\n");
        while (stored.startsWith("\t", end + 2)) {
            end = stored.indexOf("\r\n", end + 2);
        }
        return stored.substring(end + 2);
    }
}
