package org.etrngateway.admin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etrngateway.log.Printable;

/**
 * What a route takes and gives. The OpenAPI document says it, and a request that says more is refused: a filter with a
 * slip of the pen in its name must not mean everything. Immutable.
 *
 * @param summary what the route is for, in a sentence
 * @param query what may stand in the query
 * @param body the form of the body; empty: none is looked at
 */
record Contract(String summary, List<Parameter> query, Optional<Class<?>> body, Answer answer) {
    private static final String JSON = "application/json";

    /**
     * What is answered if all is well.
     *
     * @param media type of the body
     * @param form of the body, or of its elements; empty: no body, or one that is not JSON
     * @param many true if the body is a list
     */
    record Answer(int status, Optional<String> media, Optional<Class<?>> form, boolean many) {
        boolean isJson() {
            return media.filter(JSON::equals).isPresent();
        }
    }

    /** A route that answers 204, with nothing. */
    static Contract says(String summary) {
        return new Contract(
                summary, List.of(), Optional.empty(), new Answer(204, Optional.empty(), Optional.empty(), false));
    }

    Contract takes(Parameter... more) {
        return new Contract(
                summary, Stream.concat(query.stream(), Stream.of(more)).toList(), body, answer);
    }

    Contract reads(Class<?> form) {
        return new Contract(summary, query, Optional.of(form), answer);
    }

    /** A JSON object whose form is told elsewhere. */
    Contract givesObject() {
        return with(new Answer(200, Optional.of(JSON), Optional.empty(), false));
    }

    Contract gives(Class<?> form) {
        return with(new Answer(200, Optional.of(JSON), Optional.of(form), false));
    }

    Contract givesMany(Class<?> form) {
        return with(new Answer(200, Optional.of(JSON), Optional.of(form), true));
    }

    /** A body that is no JSON. */
    Contract givesMedia(String media) {
        return with(new Answer(200, Optional.of(media), Optional.empty(), false));
    }

    private Contract with(Answer other) {
        return new Contract(summary, query, body, other);
    }

    /**
     * @throws IllegalArgumentException if the query says what the route does not know
     */
    void check(Set<String> names) {
        Set<String> known = query.stream().map(Parameter::name).collect(Collectors.toSet());
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            String may = query.stream().map(Parameter::name).collect(Collectors.joining(", "));
            throw new IllegalArgumentException("the query says " + Printable.of(name) + ", which this does not know"
                    + (may.isEmpty() ? "" : ": it knows " + may));
        });
    }
}
