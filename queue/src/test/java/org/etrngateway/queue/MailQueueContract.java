package org.etrngateway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.etrngateway.queue.Messages.await;
import static org.etrngateway.queue.Messages.envelope;
import static org.etrngateway.queue.Messages.put;
import static org.etrngateway.queue.Messages.read;
import static org.etrngateway.queue.Messages.sized;
import static org.etrngateway.queue.Messages.text;
import static org.etrngateway.queue.Messages.to;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.queue.Recipient.Notify;
import org.junit.jupiter.api.Test;

/**
 * What {@link MailQueue} promises, as tests that every implementation passes. The history of a test goes
 * on over {@link #restart}: an implementation with a store opens it anew there, one without does nothing.
 */
public interface MailQueueContract
        extends QueueLeasesContract,
                QueueSelectionsContract,
                QueueOrdersContract,
                QueueMovesContract,
                QueueBoundsContract,
                WishesContract,
                NamedTransactionsContract {
    @Test
    default void whatIsCommittedIsListedAndClaimedAndReadAsItCame() {
        byte[] content = text("hello", "a line\r\n.dots\r\n..more\u00e9");
        MessageId id = put(queue(), envelope(now(), "a@acme.example"), "hello", content);
        restart();
        assertThat(queue().summary(ACME).messages()).isEqualTo(1);
        assertThat(queue().summary(ACME).bytes()).isEqualTo(content.length);
        assertThat(queue().list(new Listing(Optional.of(ACME), Optional.empty(), 10)))
                .singleElement()
                .satisfies(unit -> {
                    assertThat(unit.id()).isEqualTo(id);
                    assertThat(unit.subject()).isEqualTo("hello");
                    assertThat(unit.state()).isEqualTo(Listed.State.HELD);
                    assertThat(unit.size()).isEqualTo(content.length);
                });
        assertThat(read(queue(), claim(ACME).get(0))).isEqualTo(content);
    }

    @Test
    default void aLargeMessageIsReadAsItCame() {
        byte[] content = sized(3_000_001);
        put(queue(), envelope(now(), "a@acme.example"), "large", content);
        restart();
        assertThat(read(queue(), claim(ACME).get(0))).isEqualTo(content);
    }

    @Test
    default void aDiscardedDraftWasNever() {
        Draft draft = queue().draft(envelope(now(), "a@acme.example"), List.of());
        await(draft.append(ByteBuffer.wrap(sized(1000))));
        assertThat(draft.size()).isEqualTo(1000);
        draft.discard();
        restart();
        assertThat(queue().summary(ACME)).isEqualTo(SiteSummary.EMPTY);
        assertThat(claim(ACME)).isEmpty();
    }

    @Test
    default void theBufferOfAnAppendMayBeReused() {
        Draft draft = queue().draft(envelope(now(), "a@acme.example"), List.of());
        byte[] chunk = {'a', 'b'};
        await(draft.append(ByteBuffer.wrap(chunk)));
        chunk[0] = 'x';
        await(draft.append(ByteBuffer.wrap(chunk)));
        await(draft.commit(""));
        assertThat(read(queue(), claim(ACME).get(0))).isEqualTo(new byte[] {'a', 'b', 'x', 'b'});
    }

    @Test
    default void idsAscendAndAreNeverReused() {
        List<MessageId> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(accept("m" + i, "a@acme.example"));
            claim(ACME).forEach(lease -> settle(lease, Outcome.Kind.DELIVERED, 0));
            restart();
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    default void allOfAnEnvelopeSurvives() {
        Recipient full = new Recipient(
                Mailbox.parse("\"odd box\"@acme.example"),
                Set.of(Notify.SUCCESS, Notify.FAILURE),
                Optional.of("rfc822;a+2Bb@acme.example"),
                false);
        Envelope envelope = new Envelope(
                ReversePath.NULL,
                List.of(full, to("J\u00f6rg@Acme.EXAMPLE")),
                now(),
                Envelope.Body.EIGHT_BIT_MIME,
                true,
                Optional.of(Envelope.Ret.HDRS),
                Optional.of("QQ314159"),
                new Wishes(OptionalInt.of(-3), DeliverBy.parse("120;R"), Optional.of(now().minusSeconds(9))),
                Envelope.Origin.RECEIVED);
        put(queue(), envelope, "", text("", ""));
        restart();
        await(queue().wake(now()));
        assertThat(claim(ACME).get(0).envelope()).isEqualTo(envelope);
    }

    @Test
    default void aMessageForTwoSitesIsTwoUnits() {
        MessageId id = accept("both", "a@acme.example", "b@beta.example", "c@x.branch.acme.example");
        restart();
        Lease acme = claim(ACME).get(0);
        Lease beta = claim(BETA).get(0);
        assertThat(acme.recipients()).containsExactly(0, 2);
        assertThat(beta.recipients()).containsExactly(1);
        settle(acme, Outcome.Kind.DELIVERED, 0, 2);
        assertThat(queue().summary(ACME).messages()).isZero();
        assertThat(queue().summary(BETA).messages()).isEqualTo(1);
        queue().release(beta);
        restart();
        assertThat(claim(ACME)).isEmpty();
        assertThat(claim(BETA)).extracting(Lease::id).containsExactly(id);
    }

    @Test
    default void aDomainWithoutSiteIsOutboundOrUnassigned() {
        Recipient outside = Messages.outside("x@elsewhere.example");
        put(queue(), envelope(now(), List.of(outside)), "", text("", ""));
        accept("", "y@nowhere.example");
        Recipient ours = Messages.outside("z@acme.example");
        put(queue(), envelope(now(), List.of(ours)), "", text("", ""));
        restart();
        assertThat(queue().summary(SiteName.OUTBOUND).messages()).isEqualTo(1);
        assertThat(queue().summary(SiteName.UNASSIGNED).messages()).isEqualTo(1);
        assertThat(queue().summary(ACME).messages()).isEqualTo(1);
    }

    /** Beta's limit; acme has none. */
    @Test
    default void whatIsLargerThanItsSiteTakesAtOnceIsHeldFromTheStartUntilItIsReleased() throws InterruptedException {
        BlockingQueue<SiteName> arrived = new LinkedBlockingQueue<>();
        BlockingQueue<SiteName> held = new LinkedBlockingQueue<>();
        queue().onArrival(new MailQueue.ArrivalListener() {
            @Override
            public void arrived(SiteName site) {
                arrived.add(site);
            }

            @Override
            public void held(MessageId id, SiteName site, Envelope envelope, Set<Integer> recipients) {
                assertThat(recipients).containsExactly(1);
                held.add(site);
            }
        });
        MessageId large = put(queue(), envelope(now(), "a@acme.example", "b@beta.example"), "", sized(5_001));
        put(queue(), envelope(now(), "b@beta.example"), "", sized(5_000));
        put(queue(), Messages.asNotice(envelope(now(), "b@beta.example")), "", sized(6_000));
        for (SiteName expected : List.of(ACME, BETA, BETA)) {
            assertThat(arrived.poll(1, TimeUnit.MINUTES)).isEqualTo(expected);
        }
        assertThat(held).containsExactly(BETA);
        restart();
        assertThat(queue().summary(BETA).operatorHeld()).isEqualTo(1);
        assertThat(ids(BETA)).hasSize(2).doesNotContain(large);
        assertThat(ids(ACME)).containsExactly(large);
        await(queue().apply(new Directive.Release(large, BETA, "operator")));
        restart();
        assertThat(ids(BETA)).hasSize(3).contains(large);
    }

    @Test
    default void quotaIsReservedBeforeTheMessageAndGivenBack() {
        Reservation first = queue().reserve(BETA, 6_000).orElseThrow();
        assertThat(queue().reserve(BETA, 6_000)).isEmpty();
        first.close();
        first.close();
        assertThat(queue().reserve(BETA, 6_000)).isPresent();
        assertThat(queue().reserve(ACME, Long.MAX_VALUE / 2)).isPresent();
    }

    @Test
    default void whatIsHeldCountsAgainstTheQuotaAlsoAfterARestart() {
        for (int i = 0; i < 3; i++) {
            Reservation room = queue().reserve(BETA, 100).orElseThrow();
            put(queue(), envelope(now(), "b@beta.example"), List.of(room), "", sized(100));
        }
        restart();
        assertThat(queue().reserve(BETA, 1)).isEmpty();
        settle(claim(BETA).get(0), Outcome.Kind.DELIVERED, 0);
        assertThat(queue().reserve(BETA, 1)).isPresent();
    }

    @Test
    default void aDiscardedDraftGivesItsReservationsBack() {
        Reservation room = queue().reserve(BETA, 10_000).orElseThrow();
        queue().draft(envelope(now(), "b@beta.example"), List.of(room)).discard();
        assertThat(queue().reserve(BETA, 10_000)).isPresent();
    }

    @Test
    default void aNewDirectoryMovesUnitsAndCounters() {
        accept("one", "b@beta.example", "a@acme.example");
        accept("two", "c@nowhere.example");
        queue().assign(domain -> domain.name().equals("acme.example") ? Optional.empty() : Optional.of(BETA), QUOTAS);
        assertThat(queue().summary(ACME).messages()).isZero();
        assertThat(queue().summary(SiteName.UNASSIGNED).messages()).isEqualTo(1);
        assertThat(queue().summary(BETA).messages()).isEqualTo(2);
        assertThat(claim(BETA)).hasSize(2);
    }

    @Test
    default void arrivalsAreToldOnceASite() throws InterruptedException {
        BlockingQueue<SiteName> told = new LinkedBlockingQueue<>();
        queue().onArrival(told::add);
        accept("both", "a@acme.example", "b@beta.example", "c@acme.example");
        Set<SiteName> sites = new HashSet<>();
        sites.add(told.poll(1, TimeUnit.MINUTES));
        sites.add(told.poll(1, TimeUnit.MINUTES));
        assertThat(sites).containsExactlyInAnyOrder(ACME, BETA);
        assertThat(told).isEmpty();
    }

    @Test
    default void aListIsPagedById() {
        List<MessageId> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(accept("m" + i, "a@acme.example"));
        }
        restart();
        List<MessageId> seen = new ArrayList<>();
        Optional<MessageId> after = Optional.empty();
        List<Listed> page;
        do {
            page = queue().list(new Listing(Optional.empty(), after, 3));
            page.forEach(unit -> seen.add(unit.id()));
            after = page.isEmpty()
                    ? after
                    : Optional.of(page.get(page.size() - 1).id());
        } while (!page.isEmpty());
        assertThat(seen).isEqualTo(ids);
    }

    @Test
    default void aMessageMayHaveAThousandRecipients() {
        String[] many = IntStream.range(0, 1000)
                .mapToObj(i -> "u" + i + "@acme.example")
                .toArray(String[]::new);
        accept("many", many);
        Lease lease = claim(ACME).get(0);
        settle(lease, Outcome.Kind.DELIVERED, IntStream.range(0, 999).toArray());
        restart();
        assertThat(claim(ACME).get(0).recipients()).containsExactly(999);
    }

    @Test
    default void anEmptyPageAndAnUnknownSiteAreNoError() {
        assertThat(claim(new SiteName("nobody"))).isEmpty();
        assertThat(queue().summary(new SiteName("nobody"))).isEqualTo(SiteSummary.EMPTY);
        assertThatThrownBy(() -> new Listing(Optional.empty(), Optional.empty(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
