package org.etrngateway.delivery;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
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

/** A queue that notes each outcome it is asked to record, under the recipient's address. */
record OutcomeLog(MailQueue queue, Map<String, List<Outcome>> outcomes) implements MailQueue {
    @Override
    public CompletionStage<Void> settle(Lease lease, List<Outcome> settled, Instant due) {
        for (Outcome outcome : settled) {
            String address = lease.envelope()
                    .recipients()
                    .get(outcome.recipient())
                    .address()
                    .toString();
            outcomes.computeIfAbsent(address, a -> new CopyOnWriteArrayList<>()).add(outcome);
        }
        return queue.settle(lease, settled, due);
    }

    @Override
    public Acceptance acceptance() {
        return queue.acceptance();
    }

    @Override
    public Optional<Reservation> reserve(SiteName site, long bytes) {
        return queue.reserve(site, bytes);
    }

    @Override
    public Draft draft(Envelope envelope, List<Reservation> reservations) {
        return queue.draft(envelope, reservations);
    }

    @Override
    public CompletionStage<NamedTransaction> takeUp(TransactionName name, Runnable lost) {
        return queue.takeUp(name, lost);
    }

    @Override
    public SiteSummary summary(SiteName site) {
        return queue.summary(site);
    }

    @Override
    public Map<SiteName, SiteSummary> summaries() {
        return queue.summaries();
    }

    @Override
    public List<Lease> claim(SiteName site, Selection selection, int maxMessages, long maxBytes) {
        return queue.claim(site, selection, maxMessages, maxBytes);
    }

    @Override
    public Optional<Lease> claim(SiteName site, MessageId id) {
        return queue.claim(site, id);
    }

    @Override
    public Optional<Lease> look(SiteName site, MessageId id) {
        return queue.look(site, id);
    }

    @Override
    public Content content(Lease lease) throws IOException {
        return queue.content(lease);
    }

    @Override
    public boolean renew(Lease lease) {
        return queue.renew(lease);
    }

    @Override
    public void release(Lease lease) {
        queue.release(lease);
    }

    @Override
    public CompletionStage<Void> wake(Instant now) {
        return queue.wake(now);
    }

    @Override
    public Set<SiteName> late(Instant now) {
        return queue.late(now);
    }

    @Override
    public CompletionStage<Void> tellLate(Lease lease) {
        return queue.tellLate(lease);
    }

    @Override
    public Set<SiteName> due(Instant now) {
        return queue.due(now);
    }

    @Override
    public CompletionStage<Void> apply(Directive directive) {
        return queue.apply(directive);
    }

    @Override
    public List<Listed> list(Listing listing) {
        return queue.list(listing);
    }

    @Override
    public void assign(Function<DomainName, Optional<SiteName>> directory, Map<SiteName, QuotaLimit> quotas) {
        queue.assign(directory, quotas);
    }

    @Override
    public void onArrival(ArrivalListener listener) {
        queue.onArrival(listener);
    }

    @Override
    public void close() {
        queue.close();
    }
}
