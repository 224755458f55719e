package org.etrngateway.admin;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;
import org.etrngateway.archive.LetterReader;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.history.HistoryEntry;
import org.etrngateway.queue.history.Period.Span;

/**
 * What a request says in its query, read by the parameters of {@link Parameter}. What makes no sense is an
 * {@link IllegalArgumentException} that names it. Belongs to one request.
 */
final class Query {
    static final int MAX_LIMIT = 1000;
    private static final int DEFAULT_LIMIT = 100;

    private final Context context;

    Query(Context context) {
        this.context = context;
    }

    /** The site in the path, if this one may see it. */
    static String named(Context context, Admitted by) {
        return by.principal().scope(Optional.of(context.pathParam("site"))).orElseThrow();
    }

    /** The site that is asked for, or the only one that this one sees. */
    Optional<String> site(Admitted by) {
        return by.principal().scope(text(Parameter.SITE));
    }

    /** On whose word it is done, and why. */
    Warrant warrant(Admitted by) {
        return Warrant.of(by.by(), text(Parameter.WHY));
    }

    /** Over which other route, which must be said. */
    Redirection.Way way() {
        String route = text(Parameter.ROUTE)
                .orElseThrow(() -> new IllegalArgumentException("route is missing: where shall it go?"));
        return new Redirection.Way(route, text(Parameter.TLS));
    }

    /** What kind of file is wanted. */
    Export.Format format() {
        String word = text(Parameter.FORMAT).orElse("");
        return Arrays.stream(Export.Format.values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("format is mbox or zip"));
    }

    /** What kind of file it is that comes with the request. */
    LetterReader.Kind file() {
        return switch (text(Parameter.FILE).orElse("")) {
            case "mbox" -> LetterReader.Kind.MBOX;
            case "eml" -> LetterReader.Kind.EML;
            default -> throw new IllegalArgumentException("format is mbox or eml");
        };
    }

    /** What its messages are to be taken for. */
    Import.Order order(SiteName site) {
        return new Import.Order(
                site,
                text(Parameter.SENDER).map(Query::sender),
                context.queryParams(Parameter.RECIPIENT.name()).stream()
                        .filter(text -> !text.isEmpty())
                        .distinct()
                        .map(Query::recipient)
                        .toList(),
                number(Parameter.PASSED, 0, Long.MAX_VALUE).orElse(0L));
    }

    private static ReversePath sender(String text) {
        try {
            return ReversePath.parse(text.equals("<>") ? "" : text);
        } catch (InvalidAddressException e) {
            throw new IllegalArgumentException("from is an address, or <>: " + e.getMessage(), e);
        }
    }

    private static Mailbox recipient(String text) {
        try {
            return Mailbox.parse(text);
        } catch (InvalidAddressException e) {
            throw new IllegalArgumentException("to is an address: " + e.getMessage(), e);
        }
    }

    Range range() {
        return new Range(id(Parameter.AFTER), id(Parameter.LAST));
    }

    /** A range whose end somebody has seen. */
    Range counted() {
        Range range = range();
        if (range.last().isEmpty()) {
            throw new IllegalArgumentException(
                    "last is missing: count first, and give the id of the last message that is meant");
        }
        return range;
    }

    Optional<MessageId> id(Parameter parameter) {
        return text(parameter).map(MessageId::parse);
    }

    /** The key of a page of the history. */
    OptionalLong before() {
        Optional<String> text = text(Parameter.BEFORE);
        if (text.filter(key -> !key.matches("\\d{1,18}")).isPresent()) {
            throw new IllegalArgumentException("before is the next of an earlier page");
        }
        return text.map(key -> OptionalLong.of(Long.parseLong(key))).orElse(OptionalLong.empty());
    }

    /** The length of the periods that are asked for. */
    Span span() {
        return switch (text(Parameter.BY).orElse("day")) {
            case "hour" -> Span.HOUR;
            case "day" -> Span.DAY;
            default -> throw new IllegalArgumentException("by is hour or day");
        };
    }

    boolean flag(Parameter parameter) {
        return switch (text(parameter).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(parameter.name() + " is true or false");
        };
    }

    int limit() {
        return number(Parameter.LIMIT, 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    }

    Optional<Integer> number(Parameter parameter, int min, int max) {
        return number(parameter, (long) min, (long) max).map(Math::toIntExact);
    }

    private Optional<Long> number(Parameter parameter, long min, long max) {
        return parsed(
                parameter,
                text -> {
                    long number = Long.parseLong(text);
                    if (number < min || number > max) {
                        throw new NumberFormatException();
                    }
                    return number;
                },
                "a number from " + min + (max == Long.MAX_VALUE ? " on" : " to " + max));
    }

    MessageFilter filter() {
        return new MessageFilter(
                text(Parameter.FROM),
                text(Parameter.TO),
                text(Parameter.TEXT),
                text(Parameter.REPLY),
                one(Parameter.STATE, Listed.State.values()),
                parsed(Parameter.SINCE, Instant::parse, "a time such as 2026-11-28T15:00:00Z"),
                parsed(Parameter.UNTIL, Instant::parse, "a time such as 2026-11-28T15:00:00Z"),
                number(Parameter.LARGER, 0, Long.MAX_VALUE));
    }

    /** Which sites are shown. */
    Glance overview() {
        SiteOrder order = one(Parameter.ORDER, SiteOrder.values()).orElse(SiteOrder.SITE);
        return new Glance(
                text(Parameter.NAME),
                one(Parameter.SITUATION, Situation.values()),
                order.comparator(flag(Parameter.DOWN)),
                number(Parameter.SKIP, 0, Integer.MAX_VALUE).orElse(0),
                limit());
    }

    /** Behind which site a list goes on. */
    Optional<String> behind() {
        return text(Parameter.BEHIND);
    }

    Optional<HistoryEntry.Kind> kind() {
        return one(Parameter.KIND, HistoryEntry.Kind.values());
    }

    private <E extends Enum<E>> Optional<E> one(Parameter parameter, E[] values) {
        String words = Arrays.stream(values).map(Parameter::word).collect(Collectors.joining(", "));
        return parsed(
                parameter,
                word -> Arrays.stream(values)
                        .filter(value -> Parameter.word(value).equals(word))
                        .findFirst()
                        .orElseThrow(NumberFormatException::new),
                words);
    }

    private Optional<String> text(Parameter parameter) {
        // An empty one is what a form sends where nothing was typed.
        return Optional.ofNullable(context.queryParam(parameter.name())).filter(text -> !text.isEmpty());
    }

    private <T> Optional<T> parsed(Parameter parameter, Function<String, T> parse, String expected) {
        try {
            return text(parameter).map(parse);
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new IllegalArgumentException(parameter.name() + " is " + expected, e);
        }
    }
}
