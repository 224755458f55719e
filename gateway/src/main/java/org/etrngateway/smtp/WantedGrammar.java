package org.etrngateway.smtp;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.etrngateway.queue.DeliverBy;
import org.etrngateway.smtp.Wanted.Hold;

/** The parameters of MAIL with which senders say how a message is to be delivered (RFC 6710 §3, 2852 §4, 4865 §3). */
final class WantedGrammar {
    private static final Pattern PRIORITY = Pattern.compile("-?[1-9]|0");
    private static final Pattern SECONDS = Pattern.compile("0{0,8}[1-9][0-9]{0,8}");

    /** As RFC 3339 §5.6 has it, which is less than what is read below. */
    private static final Pattern DATE_TIME = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");

    private WantedGrammar() {}

    static Wanted take(Parameters parameters) {
        Optional<Integer> priority = parameters.take("MT-PRIORITY").map(WantedGrammar::priority);
        Optional<DeliverBy> by = parameters
                .take("BY")
                .map(value -> DeliverBy.parse(value).orElseThrow(() -> EnvelopeGrammar.badValue("BY")));
        Optional<Hold> time = parameters.take("HOLDFOR").map(WantedGrammar::time);
        Optional<Hold> instant = parameters.take("HOLDUNTIL").map(WantedGrammar::instant);
        if (time.isPresent() && instant.isPresent()) {
            throw new RefusedException(501, "5.5.4", "HOLDFOR and HOLDUNTIL are not given together");
        }
        return new Wanted(priority.map(OptionalInt::of).orElse(OptionalInt.empty()), by, time.or(() -> instant));
    }

    private static int priority(String value) {
        return priorityOf(value).orElseThrow(() -> EnvelopeGrammar.badValue("MT-PRIORITY"));
    }

    /** A priority as parameter and header field have it, -9 to 9 (RFC 6710 §3, 6758 §2); empty if it is none. */
    static OptionalInt priorityOf(String value) {
        return PRIORITY.matcher(value).matches() ? OptionalInt.of(Integer.parseInt(value)) : OptionalInt.empty();
    }

    private static Hold time(String value) {
        if (value.length() > 9 || !SECONDS.matcher(value).matches()) {
            throw EnvelopeGrammar.badValue("HOLDFOR");
        }
        return new Hold.For(Integer.parseInt(value));
    }

    private static Hold instant(String value) {
        try {
            if (DATE_TIME.matcher(value).matches()) {
                return new Hold.Until(OffsetDateTime.parse(value).toInstant());
            }
        } catch (DateTimeException e) {
            // No such day or hour; a leap second is none that clocks here know.
        }
        throw EnvelopeGrammar.badValue("HOLDUNTIL");
    }
}
