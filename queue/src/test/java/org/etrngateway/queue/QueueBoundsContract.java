package org.etrngateway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.queue.Messages.await;
import static org.etrngateway.queue.Messages.envelope;
import static org.etrngateway.queue.Messages.put;
import static org.etrngateway.queue.Messages.sized;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MailQueue.Reservation;
import org.junit.jupiter.api.Test;

/** What the queue promises at its edges: small pages, full quotas, many callers at once. */
public interface QueueBoundsContract extends QueueUnderTest {
    int CALLERS = 8;

    /** What all callers got, who did the same at the same time. */
    private static <T> List<T> together(Callable<T> call) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(CALLERS);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(
                    IntStream.range(0, CALLERS).mapToObj(i -> call).toList())) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdown();
        }
    }

    @Test
    default void aScopeIsNotHeldUpByAUnitWhoseRecipientsThereAreDone() {
        accept("first", "a@north.branch.acme.example", "b@acme.example");
        MessageId second = accept("second", "c@north.branch.acme.example");
        Set<DomainName> north = Set.of(DomainName.parse("north.branch.acme.example"));
        Selection scope = Selection.released(now().plusNanos(1)).within(north);
        settle(queue().claim(ACME, scope, 1, Long.MAX_VALUE).get(0), Outcome.Kind.DELIVERED, 0);
        assertThat(queue().claim(ACME, scope, 1, Long.MAX_VALUE))
                .extracting(Lease::id)
                .containsExactly(second);
    }

    @Test
    default void onlyAUnitThatWasTriedIsDue() {
        accept("fresh", "b@beta.example");
        accept("tried", "a@acme.example");
        settle(claim(ACME).get(0), Outcome.Kind.DEFERRED, 0);
        assertThat(queue().due(now().plusSeconds(59))).isEmpty();
        assertThat(queue().due(now().plusSeconds(60))).containsExactly(ACME);
    }

    @Test
    default void everyUnitIsListedHoweverSmallThePage() {
        MessageId wide = accept("wide", "a@acme.example", "b@beta.example", "c@nowhere.example");
        MessageId narrow = accept("narrow", "a@acme.example");
        List<Listed> first = queue().list(new Listing(Optional.empty(), Optional.empty(), 1));
        List<Listed> second = queue().list(new Listing(Optional.empty(), Optional.of(wide), 1));
        assertThat(first).extracting(Listed::id).containsExactly(wide, wide, wide);
        assertThat(first).extracting(Listed::site).doesNotHaveDuplicates();
        assertThat(second).extracting(Listed::id).containsExactly(narrow);
    }

    @Test
    default void aSubjectIsCutButNotWithinACharacter() {
        String smile = "\ud83d\ude00";
        accept("x".repeat(300), "a@acme.example");
        accept("x".repeat(199) + smile, "a@acme.example");
        assertThat(list()).extracting(Listed::subject).containsExactly("x".repeat(200), "x".repeat(199));
    }

    @Test
    default void recipientsThatAreNotMentionedStayWithoutAnAttempt() {
        accept("three", "a@acme.example", "b@acme.example", "c@acme.example");
        settle(claim(ACME).get(0), Outcome.Kind.FAILED, 0);
        Lease rest = claim(ACME).get(0);
        assertThat(rest.recipients()).containsExactly(1, 2);
        assertThat(rest.attempts()).isZero();
        settle(rest, Outcome.Kind.DEFERRED, 2);
        Lease again = claim(ACME).get(0);
        assertThat(again.recipients()).containsExactly(1, 2);
        assertThat(again.attempts()).isEqualTo(1);
    }

    @Test
    default void itIsToldHowMuchCameForEachSiteBeforeAnybodyActsOnIt() throws InterruptedException {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        queue().onArrival(new MailQueue.ArrivalListener() {
            @Override
            public void taken(SiteName site, long octets) {
                told.add(site + " " + octets);
            }

            @Override
            public void arrived(SiteName site) {
                told.add(site + " arrived");
            }
        });
        put(queue(), envelope(now(), "a@acme.example", "b@acme.example"), "", sized(1_234));
        assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo("acme 1234");
        assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo("acme arrived");
    }

    @Test
    default void anOutcomeThatIsRecordedTwiceCountsOnce() {
        accept("one", "a@acme.example");
        accept("other", "a@acme.example");
        Lease lease = claim(ACME).get(0);
        settle(lease, Outcome.Kind.DELIVERED, 0);
        settle(lease, Outcome.Kind.DELIVERED, 0);
        assertThat(queue().summary(ACME).messages()).isEqualTo(1);
        assertThat(list()).extracting(Listed::subject).containsExactly("other");
    }

    @Test
    default void contentIsReadFromAnywhere() throws IOException {
        byte[] whole = sized(300_000);
        put(queue(), envelope(now(), "a@acme.example"), "", whole);
        try (Content content = queue().content(claim(ACME).get(0))) {
            ByteBuffer into = ByteBuffer.allocate(100);
            assertThat(content.read(299_950, into)).isEqualTo(50);
            assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(whole, 299_950, 50));
            assertThat(content.read(300_000, into.clear())).isZero();
            assertThat(content.read(70_000, into)).isEqualTo(100);
            assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(whole, 70_000, 100));
        }
    }

    @Test
    default void noticesAreOutsideTheQuota() {
        for (int i = 0; i < 5; i++) {
            put(queue(), Messages.asNotice(envelope(now(), "b@beta.example")), "", sized(5_000));
        }
        assertThat(queue().summary(BETA).messages()).isEqualTo(5);
        assertThat(queue().reserve(BETA, 10_000)).isPresent();
    }

    @Test
    default void aMessageMayOutgrowItsReservation() {
        Reservation room = queue().reserve(BETA, 100).orElseThrow();
        put(queue(), envelope(now(), "b@beta.example"), List.of(room), "", sized(11_000));
        assertThat(queue().summary(BETA).bytes()).isEqualTo(11_000);
        assertThat(queue().reserve(BETA, 1)).isEmpty();
    }

    @Test
    default void manyWhoReserveAtOnceGetNoMoreThanThereIs() throws InterruptedException, ExecutionException {
        List<Optional<Reservation>> got = together(() -> queue().reserve(BETA, 10));
        assertThat(got.stream().filter(Optional::isPresent)).hasSize(3);
    }

    @Test
    default void whatManyCommitAtOnceIsAllThere() throws InterruptedException, ExecutionException {
        List<MessageId> ids = together(() -> {
            MessageId id = accept("one of many", "a@acme.example");
            assertThat(list()).extracting(Listed::id).contains(id);
            return id;
        });
        restart();
        assertThat(list())
                .extracting(Listed::id)
                .containsExactlyElementsOf(ids.stream().sorted().toList());
    }

    @Test
    default void whatManyClaimAtOnceIsLeasedOnce() throws InterruptedException, ExecutionException {
        for (int i = 0; i < 20; i++) {
            accept("m" + i, "a@acme.example");
        }
        Selection all = Selection.released(now().plusNanos(1));
        List<List<Lease>> pages = together(() -> queue().claim(ACME, all, 5, Long.MAX_VALUE));
        assertThat(pages.stream().flatMap(List::stream).map(Lease::id))
                .doesNotHaveDuplicates()
                .hasSize(20);
    }

    @Test
    default void summariesNameSitesThatHaveMailOrArePaused() {
        accept("one", "a@acme.example");
        await(queue().apply(new Directive.Pause(BETA, "op")));
        queue().reserve(new SiteName("gamma"), 10);
        assertThat(queue().summaries()).containsOnlyKeys(ACME, BETA);
        settle(claim(ACME).get(0), Outcome.Kind.DELIVERED, 0);
        assertThat(queue().summaries()).containsOnlyKeys(BETA);
    }

    @Test
    default void aPausedSitesUnitsCanBeClaimedForARunningFlushAndForExpiry() {
        accept("one", "a@acme.example");
        await(queue().apply(new Directive.Pause(ACME, "op")));
        assertThat(claim(ACME)).hasSize(1);
    }

    @Test
    default void aHoldOfALeasedUnitCountsWhenTheLeaseEnds() {
        MessageId id = accept("one", "a@acme.example");
        Lease lease = claim(ACME).get(0);
        await(queue().apply(new Directive.Hold(id, ACME, "op")));
        assertThat(queue().renew(lease)).isTrue();
        assertThat(list().get(0).state()).isEqualTo(Listed.State.IN_FLIGHT);
        queue().release(lease);
        assertThat(list().get(0).state()).isEqualTo(Listed.State.OPERATOR_HELD);
        assertThat(claim(ACME)).isEmpty();
    }

    @Test
    default void aDecisionAboutAUnitThatThereIsNotHasNoEffect() {
        MessageId id = accept("one", "a@acme.example");
        await(queue().apply(new Directive.Hold(id, BETA, "op")));
        await(queue().apply(new Directive.Hold(new MessageId(id.value() + 1), ACME, "op")));
        assertThat(claim(ACME)).hasSize(1);
    }
}
