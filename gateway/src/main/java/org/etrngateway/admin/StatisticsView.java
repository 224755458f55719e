package org.etrngateway.admin;

import java.time.Instant;
import org.etrngateway.queue.history.Figures;
import org.etrngateway.queue.history.Period;

/**
 * What came and went in an hour or a day. Immutable.
 *
 * @param start its first moment
 * @param asked how often somebody asked for mail
 * @param flushes that moved mail or that somebody asked for
 * @param delivered recipients that sites took; likewise the others
 * @param bytesOut of content that sites answered
 * @param messagesIn that were accepted, once for each site
 * @param bytesIn of these
 */
public record StatisticsView(
        Instant start,
        long asked,
        long flushes,
        long delivered,
        long deferred,
        long failed,
        long bytesOut,
        long messagesIn,
        long bytesIn) {
    static StatisticsView of(Period period) {
        Figures figures = period.figures();
        return new StatisticsView(
                period.start(),
                figures.asked(),
                figures.flushes(),
                figures.delivered(),
                figures.deferred(),
                figures.failed(),
                figures.octetsOut(),
                figures.messagesIn(),
                figures.octetsIn());
    }
}
