package org.etrngateway.queue;

import static org.etrngateway.queue.Messages.await;
import static org.etrngateway.queue.Messages.envelope;
import static org.etrngateway.queue.Messages.put;
import static org.etrngateway.queue.Messages.text;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MailQueue.QuotaLimit;

/** The queue that a contract is checked on, and the short ways to work with it. */
public interface QueueUnderTest {
    SiteName ACME = new SiteName("acme");
    SiteName BETA = new SiteName("beta");

    /** acme.example and all below branch.acme.example are acme's; beta.example is beta's. */
    Function<DomainName, Optional<SiteName>> DIRECTORY = domain -> {
        if (domain.name().equals("acme.example") || domain.isBelow(DomainName.parse("branch.acme.example"))) {
            return Optional.of(ACME);
        }
        return domain.name().equals("beta.example") ? Optional.of(BETA) : Optional.empty();
    };

    /** Beta may hold 10 000 octets and 3 messages, and those above 5 000 octets are held. */
    Map<SiteName, QuotaLimit> QUOTAS = Map.of(BETA, new QuotaLimit(10_000, 3, 5_000));

    /** The queue of this test, opened with {@link #DIRECTORY}, {@link #QUOTAS} and the clock. */
    MailQueue queue();

    MutableClock clock();

    /** Ends the queue and opens it on the same store, as it was opened first; leases are lost. */
    void restart();

    default Instant now() {
        return clock().instant();
    }

    default MessageId accept(String subject, String... recipients) {
        return put(queue(), envelope(now(), recipients), subject, text(subject, "body of " + subject));
    }

    /** Leases all that a trigger releases. */
    default List<Lease> claim(SiteName site) {
        return queue().claim(site, Selection.released(now().plusNanos(1)), 100, Long.MAX_VALUE);
    }

    /** All that a trigger would release, the first first. */
    default List<MessageId> ids(SiteName site) {
        List<Lease> leases = claim(site);
        leases.forEach(queue()::release);
        return leases.stream().map(Lease::id).toList();
    }

    /** All units, those of one message together. */
    default List<Listed> list() {
        return queue().list(new Listing(Optional.empty(), Optional.empty(), 1000));
    }

    default void settle(Lease lease, Outcome.Kind kind, int... recipients) {
        List<Outcome> outcomes = IntStream.of(recipients)
                .mapToObj(r -> Outcome.of(r, kind, now(), kind == Outcome.Kind.DELIVERED ? "250 ok" : "451 later"))
                .toList();
        await(queue().settle(lease, outcomes, now().plusSeconds(60)));
    }
}
