package org.etrngateway.admin;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static org.etrngateway.admin.Contract.says;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.etrngateway.address.SiteName;
import org.etrngateway.mime.Parts;
import org.etrngateway.queue.MessageId;

/**
 * The routes that are about messages. What is in a message is for admins: a customer sees the envelopes of his site, an
 * operator headers besides. Thread-safe.
 */
final class MessageRoutes {
    private static final String ALL = "/api/v1/messages";
    private static final String OF_SITE = "/api/v1/sites/{site}/messages/";

    private static final Contract SEARCH =
            says("Messages held that match, the oldest first; one answer looks at a bounded stretch of the queue, and"
                            + " its `next` leads on")
                    .takes(Parameter.SITE, Parameter.AFTER, Parameter.LIMIT)
                    .takes(Parameter.FILTERS)
                    .gives(MessagePage.class);
    private static final Contract COUNT = says("How many messages match, on a bounded stretch; its `next` leads on")
            .takes(Parameter.SITE, Parameter.AFTER, Parameter.LAST)
            .takes(Parameter.FILTERS)
            .gives(Sweep.class);
    private static final Contract ACT =
            says("Does something with all messages of a site that match, up to the one that a count gave as its last;"
                            + " its `next` leads on")
                    .takes(Parameter.AFTER, Parameter.LAST, Parameter.PRIORITY, Parameter.WHY)
                    .takes(Parameter.FILTERS)
                    .gives(Sweep.class);
    private static final Contract DETAIL =
            says("A message with its envelope, and what it waits for; for operators its header, too")
                    .gives(MessageDetail.class)
                    .withTag();
    private static final Contract PARTS =
            says("What is in a message, and the beginning of its text; the history says who read it")
                    .takes(Parameter.WHY)
                    .gives(Parts.class);
    private static final Contract CONTENT = says("A message as it would go to the site; the history says who read it")
            .takes(Parameter.WHY)
            .givesMedia("message/rfc822");
    private static final Contract ACT_ON_ONE = says("Does something with one message")
            .takes(Parameter.PRIORITY, Parameter.WHY)
            .refuses(Refusal.BUSY, Refusal.CHANGED)
            .withTag();

    private final Operations operations;
    private final HeldMail mail;

    MessageRoutes(Operations operations, HeldMail mail) {
        this.operations = operations;
        this.mail = mail;
    }

    List<Route> routes() {
        return List.of(
                new Route(GET, ALL, Role.SITE, SEARCH, this::search),
                new Route(GET, ALL + "/count", Role.SITE, COUNT, this::count),
                new Route(GET, OF_SITE + "{id}", Role.SITE, DETAIL, this::detail),
                new Route(GET, OF_SITE + "{id}/parts", Role.ADMIN, PARTS, this::parts),
                new Route(GET, OF_SITE + "{id}/content", Role.ADMIN, CONTENT, this::content),
                new Route(POST, OF_SITE + "{action}", Role.OPERATOR, ACT, this::actOnAll),
                new Route(POST, OF_SITE + "{id}/{action}", Role.OPERATOR, ACT_ON_ONE, this::actOnOne));
    }

    private void search(Context context, Admitted by) {
        Query query = new Query(context);
        context.json(mail.search(
                query.site(by).map(operations::site), query.filter(), query.id(Parameter.AFTER), query.limit()));
    }

    private void count(Context context, Admitted by) {
        Query query = new Query(context);
        context.json(mail.count(query.site(by).map(operations::site), query.filter(), query.range()));
    }

    private void detail(Context context, Admitted by) {
        boolean withHeader = by.principal().role().covers(Role.OPERATOR);
        try {
            MessageDetail detail = mail.detail(named(context, by), id(context), withHeader);
            context.header("ETag", detail.message().tag()).json(detail);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void parts(Context context, Admitted by) {
        try {
            context.json(mail.parts(named(context, by), id(context), new Query(context).warrant(by)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void content(Context context, Admitted by) {
        SiteName site = named(context, by);
        MessageId id = id(context);
        try {
            var content = mail.content(site, id, new Query(context).warrant(by));
            // Never shown by a browser: what is in a mail was written by strangers.
            context.header("Content-Disposition", "attachment; filename=\"" + id + ".eml\"")
                    .contentType("message/rfc822")
                    .result(content.stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void actOnAll(Context context, Admitted by) {
        Query query = new Query(context);
        context.json(mail.act(named(context, by), query.filter(), query.counted(), order(context, query, by)));
    }

    private void actOnOne(Context context, Admitted by) {
        mail.act(named(context, by), id(context), order(context, new Query(context), by), ifMatch(context));
        context.status(204);
    }

    /** What the header If-Match says of tags (RFC 9110, 13.1.1); all will do if it is not there. */
    private static Predicate<String> ifMatch(Context context) {
        String header = context.header("If-Match");
        if (header == null) {
            return tag -> true;
        }
        List<String> tags = Stream.of(header.split(",", -1)).map(String::strip).toList();
        return tag -> tags.contains("*") || tags.contains(tag);
    }

    private static HeldMail.Order order(Context context, Query query, Admitted by) {
        MessageAction action = MessageAction.of(context.pathParam("action"));
        Optional<Integer> priority = query.number(Parameter.PRIORITY, -9, 9);
        if (priority.isPresent() != (action == MessageAction.PRIORITY)) {
            throw new IllegalArgumentException("the action priority, and it alone, takes a priority from -9 to 9");
        }
        return new HeldMail.Order(action, priority.orElse(0), query.warrant(by));
    }

    private SiteName named(Context context, Admitted by) {
        return operations.site(Query.named(context, by));
    }

    private static MessageId id(Context context) {
        return MessageId.parse(context.pathParam("id"));
    }
}
