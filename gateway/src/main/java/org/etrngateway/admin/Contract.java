package org.etrngateway.admin;

import java.util.EnumSet;
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
 * @param body empty: none is looked at
 * @param refusals that are the route's own, besides those that come from what it takes and who may take it
 * @param tagged true if what it gives has an ETag, or what it does heeds If-Match
 */
record Contract(
        String summary,
        List<Parameter> query,
        Optional<Body> body,
        Answer answer,
        Set<Refusal> refusals,
        boolean tagged) {
    private static final String JSON = "application/json";

    /**
     * What comes with the request.
     *
     * @param form of the body; empty: octets
     */
    record Body(String media, Optional<Class<?>> form) {}

    /**
     * What is answered if all is well.
     *
     * @param statuses the first is the usual one
     * @param media type of the body
     * @param form of the body, or of its elements; empty: no body, or one that is not JSON
     * @param many true if the body is a list
     */
    record Answer(List<Integer> statuses, Optional<String> media, Optional<Class<?>> form, boolean many) {
        boolean isJson() {
            return media.filter(JSON::equals).isPresent();
        }
    }

    /** A route that answers 204, with nothing. */
    static Contract says(String summary) {
        Answer nothing = new Answer(List.of(204), Optional.empty(), Optional.empty(), false);
        return new Contract(summary, List.of(), Optional.empty(), nothing, Set.of(), false);
    }

    Contract takes(Parameter... more) {
        List<Parameter> all = Stream.concat(query.stream(), Stream.of(more)).toList();
        return new Contract(summary, all, body, answer, refusals, tagged);
    }

    Contract reads(Class<?> form) {
        return with(new Body(JSON, Optional.of(form)));
    }

    /** A file, of any length. */
    Contract readsFile() {
        return with(new Body("application/octet-stream", Optional.empty()));
    }

    private Contract with(Body other) {
        return new Contract(summary, query, Optional.of(other), answer, refusals, tagged);
    }

    Contract refuses(Refusal... more) {
        Set<Refusal> all = EnumSet.noneOf(Refusal.class);
        all.addAll(refusals);
        all.addAll(List.of(more));
        return new Contract(summary, query, body, answer, Set.copyOf(all), tagged);
    }

    /** What it gives has a tag, or what it does may be bound to one. */
    Contract withTag() {
        return new Contract(summary, query, body, answer, refusals, true);
    }

    /** A JSON object whose form is told elsewhere. */
    Contract givesObject() {
        return with(200, JSON, Optional.empty(), false);
    }

    Contract gives(Class<?> form) {
        return with(200, JSON, Optional.of(form), false);
    }

    Contract givesMany(Class<?> form) {
        return with(200, JSON, Optional.of(form), true);
    }

    /** A body that is no JSON. */
    Contract givesMedia(String media) {
        return with(200, media, Optional.empty(), false);
    }

    /** The same form with another status, which is part of what it says. */
    Contract or(int status) {
        List<Integer> all =
                Stream.concat(answer.statuses.stream(), Stream.of(status)).toList();
        Answer wider = new Answer(all, answer.media, answer.form, answer.many);
        return new Contract(summary, query, body, wider, refusals, tagged);
    }

    private Contract with(int status, String media, Optional<Class<?>> form, boolean many) {
        Answer other = new Answer(List.of(status), Optional.of(media), form, many);
        return new Contract(summary, query, body, other, refusals, tagged);
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
