package org.etrngateway.transcript;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.Listing;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.NamedTransaction;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Selection;
import org.etrngateway.queue.SiteSummary;
import org.etrngateway.queue.TransactionName;

/** The two questions that policy asks a queue; all else fails, unless a heir knows better. The site small has room for 10 000 octets. */
class RoomQueue implements MailQueue {
    private final Acceptance acceptance;
    private final Map<SiteName, Long> used = new HashMap<>();

    RoomQueue(Acceptance acceptance) {
        this.acceptance = acceptance;
    }

    @Override
    public Acceptance acceptance() {
        return acceptance;
    }

    @Override
    public Optional<Reservation> reserve(SiteName site, long bytes) {
        long now = used.getOrDefault(site, 0L);
        if (site.name().equals("small") && now + bytes > 10_000) {
            return Optional.empty();
        }
        used.put(site, now + bytes);
        return Optional.of(new Room(site, bytes));
    }

    private final class Room implements Reservation {
        private final SiteName site;
        private long bytes;

        Room(SiteName site, long bytes) {
            this.site = site;
            this.bytes = bytes;
        }

        @Override
        public SiteName site() {
            return site;
        }

        @Override
        public void close() {
            used.merge(site, -bytes, Long::sum);
            bytes = 0;
        }
    }

    @Override
    public Draft draft(Envelope envelope, List<Reservation> reservations) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<NamedTransaction> takeUp(TransactionName name, Runnable lost) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SiteSummary summary(SiteName site) {
        return SiteSummary.EMPTY;
    }

    @Override
    public Map<SiteName, SiteSummary> summaries() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Lease> claim(SiteName site, Selection selection, int maxMessages, long maxBytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Lease> claim(SiteName site, MessageId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Lease> look(SiteName site, MessageId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Content content(Lease lease) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean renew(Lease lease) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> settle(Lease lease, List<Outcome> outcomes, Instant due) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void release(Lease lease) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> wake(Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SiteName> late(Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> tellLate(Lease lease) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SiteName> due(Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> apply(Directive directive) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Listed> list(Listing listing) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void assign(Function<DomainName, Optional<SiteName>> directory, Map<SiteName, QuotaLimit> quotas) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onArrival(ArrivalListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
