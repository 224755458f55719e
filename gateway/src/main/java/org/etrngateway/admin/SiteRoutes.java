package org.etrngateway.admin;

import static io.javalin.http.HandlerType.GET;
import static org.etrngateway.admin.Contract.says;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The routes that show sites, and what happens at them. Thread-safe. */
final class SiteRoutes {
    private static final String LAST_HEARD = "Last-Event-ID";

    private static final Contract SITES =
            says("All sites, with what is held for them").takes(Parameter.SITE).givesMany(SiteView.class);
    private static final Contract OVERVIEW = says("All sites at a glance: sums, and some of the sites that match, in an"
                    + " order that is asked for")
            .takes(
                    Parameter.NAME,
                    Parameter.SITUATION,
                    Parameter.ORDER,
                    Parameter.DOWN,
                    Parameter.SKIP,
                    Parameter.LIMIT)
            .gives(OverviewView.class);
    private static final Contract WINDOWS = says("When sites may be called without having asked; the limit is a site's."
                    + " Of all sites some at a time, by name: behind the last of them, the next are asked for")
            .takes(Parameter.SITE, Parameter.BEHIND, Parameter.LIMIT)
            .givesMany(WindowView.class);
    private static final Contract FLUSH_EVENTS = says("How a flush goes on, each second: the events flush, with a"
                    + " FlushView, and idle")
            .givesMedia("text/event-stream");
    private static final Contract EVENTS = says("What happens at sites, within a second: the events asked, flushed and"
                    + " ordered, as the history has them; flushing, with a FlushView, when a flush begins; alert and"
                    + " alert-over, with an AlertView. The header " + LAST_HEARD + " has the id of the event behind"
                    + " which it goes on")
            .givesMedia("text/event-stream");

    private final Operations operations;
    private final EventStreams streams;

    SiteRoutes(Operations operations, EventStreams streams) {
        this.operations = operations;
        this.streams = streams;
    }

    List<Route> routes() {
        return List.of(
                new Route(GET, "/api/v1/sites", Role.SITE, SITES, this::sites),
                new Route(GET, "/api/v1/overview", Role.SITE, OVERVIEW, this::overview),
                new Route(GET, "/api/v1/windows", Role.SITE, WINDOWS, this::windows),
                new Route(GET, "/api/v1/events", Role.SITE, EVENTS, this::events),
                new Route(GET, "/api/v1/sites/{site}/flush/events", Role.SITE, FLUSH_EVENTS, this::flushEvents));
    }

    private void sites(Context context, Admitted by) {
        Optional<String> site = new Query(context).site(by);
        context.json(site.map(name -> List.of(operations.oneSite(name))).orElseGet(operations::sites));
    }

    private void overview(Context context, Admitted by) {
        List<SiteView> seen = operations.sites().stream()
                .filter(site -> by.principal().sees(site.site()))
                .toList();
        context.json(new Query(context).overview().of(seen));
    }

    private void windows(Context context, Admitted by) {
        Query query = new Query(context);
        context.json(operations.windows(query.site(by), query.behind(), query.limit()));
    }

    private void events(Context context, Admitted by) {
        streams.listen(context, new SitesStory(operations, by.principal(), lastHeard(context)), by);
    }

    private static OptionalLong lastHeard(Context context) {
        String id = Optional.ofNullable(context.header(LAST_HEARD)).orElse("");
        if (!id.matches("\\d{0,18}")) {
            throw new IllegalArgumentException(LAST_HEARD + " is the id of an event");
        }
        return id.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(id));
    }

    private void flushEvents(Context context, Admitted by) {
        String site = Query.named(context, by);
        // Before the answer has begun: in the midst of events there is no status to say that there is no such site.
        Optional<FlushView> unused = operations.flushOf(site);
        streams.listen(context, new FlushStory(() -> operations.flushOf(site)), by);
    }
}
