package org.etrngateway.admin;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static org.etrngateway.admin.Contract.says;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.etrngateway.address.SiteName;
import org.etrngateway.archive.LetterReader;
import org.etrngateway.archive.ZipWriter;
import org.etrngateway.queue.MessageId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes by which mail goes elsewhere, or comes from elsewhere, because somebody says so. They are for admins: who may
 * send mail where he likes can read it there. Thread-safe.
 */
final class TransferRoutes {
    private static final Logger log = LoggerFactory.getLogger(TransferRoutes.class);
    private static final String SITE = "/api/v1/sites/{site}/";

    private static final Contract REDIRECT =
            says("Sends all messages of a site that match over another route, once, up to the one that a count gave as"
                            + " its last; what is refused there stays held. 409 while a flush of the site runs")
                    .takes(Parameter.ROUTE, Parameter.TLS, Parameter.LAST, Parameter.WHY)
                    .takes(Parameter.FILTERS)
                    .refuses(Refusal.BUSY)
                    .gives(FlushAnswer.class);
    private static final Contract REDIRECT_ONE =
            says("Sends one message over another route, once; if it is refused there, it stays held. 409 while a flush of"
                            + " the site runs")
                    .takes(Parameter.ROUTE, Parameter.TLS, Parameter.WHY)
                    .refuses(Refusal.BUSY)
                    .gives(FlushAnswer.class);

    private static final Contract EXPORT =
            says("A file with all messages of a site that match; the history says who read it. It is whole if its end"
                            + " came; a zip takes " + ZipWriter.MOST + " messages")
                    .takes(Parameter.FORMAT, Parameter.AFTER, Parameter.LAST, Parameter.WHY)
                    .takes(Parameter.FILTERS)
                    .givesMedia("application/octet-stream");
    private static final Contract IMPORT =
            says("Takes the messages of a file, as if they were sent to the site now, up to the first that cannot be taken")
                    .takes(Parameter.FILE, Parameter.SENDER, Parameter.RECIPIENT, Parameter.PASSED, Parameter.WHY)
                    .readsFile()
                    .gives(ImportAnswer.class);

    /** Files that are written or read at a time: each has a thread for as long as its client likes. */
    private static final int MOST_FILES = 2;

    private static final int PATIENCE_SECONDS = 30;

    private final Operations operations;
    private final Transfers transfers;
    private final Semaphore files = new Semaphore(MOST_FILES);

    TransferRoutes(Operations operations, Transfers transfers) {
        this.operations = operations;
        this.transfers = transfers;
    }

    List<Route> routes() {
        return List.of(
                new Route(POST, SITE + "messages/redirect", Role.ADMIN, REDIRECT, this::redirect),
                new Route(POST, SITE + "messages/{id}/redirect", Role.ADMIN, REDIRECT_ONE, this::redirectOne),
                new Route(GET, SITE + "export", Role.ADMIN, EXPORT, this::export),
                new Route(POST, SITE + "import", Role.ADMIN, IMPORT, this::take));
    }

    private void redirect(Context context, Admitted by) {
        Query query = new Query(context);
        Redirection.Way way = query.way();
        context.json(transfers
                .redirection()
                .redirect(named(context, by), query.filter(), query.counted(), way, query.warrant(by)));
    }

    private void redirectOne(Context context, Admitted by) {
        Query query = new Query(context);
        MessageId id = MessageId.parse(context.pathParam("id"));
        context.json(transfers.redirection().redirect(named(context, by), id, query.way(), query.warrant(by)));
    }

    private void export(Context context, Admitted by) {
        Query query = new Query(context);
        SiteName site = named(context, by);
        Export.Order order = new Export.Order(site, query.filter(), query.range(), query.format());
        Warrant warrant = query.warrant(by);
        alone(context, () -> {
            context.header(
                            "Content-Disposition",
                            "attachment; filename=\"" + site + "."
                                    + order.format().word() + "\"")
                    .contentType("application/octet-stream");
            try {
                transfers.exporting().write(order, context.outputStream(), warrant);
            } catch (IOException e) {
                breakOff(context, e);
            }
        });
    }

    private static void breakOff(Context context, IOException cause) {
        log.atWarn().addKeyValue("reason", cause.getMessage()).log("export broken off");
        if (!context.res().isCommitted()) {
            throw new HttpResponseException(500, "the export broke off: " + cause.getMessage());
        }
        // What ends in the midst must not look like a whole file: the end of the answer never comes.
        ServletContextRequest.getServletContextRequest(context.req())
                .getServletChannel()
                .abort(cause);
    }

    private void take(Context context, Admitted by) {
        Query query = new Query(context);
        Import.Order order = query.order(named(context, by));
        LetterReader.Kind kind = query.file();
        Warrant warrant = query.warrant(by);
        alone(context, () -> {
            InputStream body = context.bodyInputStream();
            context.json(transfers.importing().take(new LetterReader(body, kind), order, warrant));
            finish(body);
        });
    }

    /** Who still sends would not hear the answer. */
    private static void finish(InputStream body) {
        try {
            long unused = body.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("the client is gone");
        }
    }

    private void alone(Context context, Runnable work) {
        if (!files.tryAcquire()) {
            context.header("Retry-After", Integer.toString(PATIENCE_SECONDS));
            throw new HttpResponseException(503, "two files are being written or read already: try again soon");
        }
        try {
            work.run();
        } finally {
            files.release();
        }
    }

    private SiteName named(Context context, Admitted by) {
        return operations.site(Query.named(context, by));
    }
}
