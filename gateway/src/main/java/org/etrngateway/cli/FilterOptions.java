package org.etrngateway.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.etrngateway.config.schema.Durations;
import org.etrngateway.config.schema.Sizes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say which messages are meant; all that are given must hold. */
final class FilterOptions {
    @Option(names = "--from", paramLabel = "TEXT", description = "Part of the sender; '<>' for notices.")
    private String from;

    @Option(names = "--to", paramLabel = "TEXT", description = "Part of a recipient.")
    private String to;

    @Option(names = "--text", paramLabel = "TEXT", description = "Part of the subject.")
    private String text;

    @Option(names = "--reply", paramLabel = "TEXT", description = "Part of the site's last reply.")
    private String reply;

    @Option(names = "--state", paramLabel = "STATE", description = "held, in_flight, operator_held or asleep.")
    private String state;

    @Option(
            names = "--older",
            paramLabel = "AGE",
            converter = Age.class,
            description = "Received longer ago than this, such as 12h or 30d.")
    private Duration older;

    @Option(
            names = "--newer",
            paramLabel = "AGE",
            converter = Age.class,
            description = "Received no longer ago than this.")
    private Duration newer;

    @Option(
            names = "--larger",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Larger than this, such as 2MB.")
    private Long larger;

    /** What a request's query says of them, each with an ampersand before it; empty if none is given. */
    String query() {
        Instant now = Instant.now();
        return parameter("from", from)
                + parameter("to", to)
                + parameter("text", text)
                + parameter("reply", reply)
                + parameter("state", state)
                + parameter("until", older == null ? null : now.minus(older))
                + parameter("since", newer == null ? null : now.minus(newer))
                + parameter("larger", larger);
    }

    /** A path with parameters, if there are any. */
    static String path(String resource, String parameters) {
        return parameters.isEmpty() ? resource : resource + "?" + parameters.substring(1);
    }

    private static String parameter(String name, Object value) {
        return AdminClient.parameter(name, value == null ? null : value.toString());
    }

    private static final class Age implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return converted(text, Durations::parse, "a time such as 12h or 30d");
        }
    }

    private static final class Size implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return converted(text, Sizes::parse, "a size such as 500kB or 2MB");
        }
    }

    private static <T> T converted(String text, Function<String, T> parse, String expected) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' is not " + expected);
        }
    }
}
