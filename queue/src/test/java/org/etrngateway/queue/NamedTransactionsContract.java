package org.etrngateway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.etrngateway.queue.Messages.await;
import static org.etrngateway.queue.Messages.envelope;
import static org.etrngateway.queue.Messages.read;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.etrngateway.queue.MailQueue.Reservation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of the contract that is about transactions that outlive their connection. */
public interface NamedTransactionsContract extends QueueUnderTest {
    TransactionName NAME = new TransactionName("192.0.2.1", "client.example", "t1@client.example");
    String TRACE = "Received: by us\r\n";

    private NamedTransaction takeUp(TransactionName name) {
        return await(queue().takeUp(name, () -> {}));
    }

    private Draft begin(NamedTransaction transaction) {
        Draft draft = transaction.begin(envelope(now(), "a@acme.example"), List.of());
        await(draft.head(octets(TRACE)));
        return draft;
    }

    private Draft resume(NamedTransaction transaction) {
        Draft draft = transaction.resume(List.of());
        await(draft.head(octets(TRACE)));
        return draft;
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] delivered() {
        return read(queue(), claim(ACME).get(0));
    }

    @Test
    default void aTransactionThatNobodyKnowsHasNothing() {
        NamedTransaction unknown = takeUp(NAME);
        assertThat(unknown.envelope()).isEmpty();
        assertThat(unknown.isComplete()).isFalse();
        assertThat(unknown.kept()).isZero();
        assertThat(unknown.head().remaining()).isZero();
        assertThatThrownBy(() -> unknown.resume(List.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void whatCameIsKeptUpToTheStartOfALineAndGoneOnWith() {
        Draft first = begin(takeUp(NAME));
        await(first.append(octets("one\r\ntwo\r")));
        await(first.append(octets("\nthr")));
        first.suspend();
        restart();
        assertThat(queue().summary(ACME)).isEqualTo(SiteSummary.EMPTY);
        NamedTransaction again = takeUp(NAME);
        assertThat(again.kept()).isEqualTo(10);
        assertThat(again.head()).isEqualTo(octets("one\r\ntwo\r\n"));
        assertThat(again.envelope()).contains(envelope(now(), "a@acme.example"));
        Draft second = resume(again);
        assertThat(second.size()).isEqualTo(10 + TRACE.length());
        await(second.append(octets("THREE\r\n")));
        await(second.commit("subject", 17));
        restart();
        assertThat(new String(delivered(), StandardCharsets.UTF_8)).isEqualTo(TRACE + "one\r\ntwo\r\nTHREE\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {3_000, 900_000})
    default void aMessageThatComesInManyPartsIsWhatWasSent(int part) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        Draft draft = begin(takeUp(NAME));
        for (int i = 0; i < 4; i++) {
            byte[] lines = (i + "2345678\r\n").repeat(part / 10).getBytes(StandardCharsets.US_ASCII);
            await(draft.append(ByteBuffer.wrap(lines)));
            sent.writeBytes(lines);
            await(draft.append(octets("a torn li")));
            draft.suspend();
            restart();
            NamedTransaction next = takeUp(NAME);
            assertThat(next.kept()).isEqualTo(sent.size());
            draft = resume(next);
        }
        await(draft.commit("", sent.size()));
        restart();
        assertThat(delivered())
                .isEqualTo((TRACE + sent.toString(StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    default void aCommittedOneIsCompleteAndIsNotCommittedAgain() {
        Draft draft = begin(takeUp(NAME));
        await(draft.append(octets("one\r\n")));
        await(draft.commit("subject", 3));
        restart();
        NamedTransaction again = takeUp(NAME);
        assertThat(again.isComplete()).isTrue();
        assertThat(again.kept()).as("as the client counts").isEqualTo(3);
        assertThat(again.envelope()).contains(envelope(now(), "a@acme.example"));
        assertThatThrownBy(() -> again.resume(List.of())).isInstanceOf(IllegalStateException.class);
        again.close();
        assertThat(queue().summary(ACME).messages()).isEqualTo(1);
    }

    @Test
    default void anEmptyMessageCanBeCommitted() {
        await(begin(takeUp(NAME)).commit("", 0));
        assertThat(takeUp(NAME).isComplete()).isTrue();
        assertThat(new String(delivered(), StandardCharsets.UTF_8)).isEqualTo(TRACE);
    }

    @Test
    default void oneThatBeginsAnewHasNothingOfTheOld() {
        Draft old = begin(takeUp(NAME));
        await(old.append(octets("old\r\n")));
        old.suspend();
        Draft fresh = begin(takeUp(NAME));
        await(fresh.append(octets("new\r\n")));
        await(fresh.commit("", 5));
        assertThat(new String(delivered(), StandardCharsets.UTF_8)).isEqualTo(TRACE + "new\r\n");
    }

    @Test
    default void aDiscardedOneIsForgotten() {
        Draft draft = begin(takeUp(NAME));
        await(draft.append(octets("one\r\n")));
        draft.discard();
        restart();
        assertThat(takeUp(NAME).kept()).isZero();
    }

    @Test
    default void whoGivesItUpForgetsAPartAndNoCompleteMessage() {
        Draft draft = begin(takeUp(NAME));
        await(draft.append(octets("one\r\n")));
        draft.suspend();
        takeUp(NAME).forget();
        NamedTransaction anew = takeUp(NAME);
        assertThat(anew.kept()).isZero();
        Draft whole = begin(anew);
        await(whole.append(octets("one\r\n")));
        await(whole.commit("", 5));
        takeUp(NAME).forget();
        assertThat(takeUp(NAME).isComplete()).isTrue();
    }

    @Test
    default void namesDifferByEachOfTheirParts() {
        Draft draft = begin(takeUp(NAME));
        await(draft.append(octets("one\r\n")));
        draft.suspend();
        assertThat(takeUp(new TransactionName("192.0.2.2", NAME.hello(), NAME.transId()))
                        .kept())
                .isZero();
        assertThat(takeUp(new TransactionName(NAME.client(), "other.example", NAME.transId()))
                        .kept())
                .isZero();
        assertThat(takeUp(new TransactionName(NAME.client(), NAME.hello(), "T1@client.example"))
                        .kept())
                .isZero();
        assertThat(takeUp(NAME).kept()).isEqualTo(5);
    }

    @Test
    default void whoTakesItUpHasItAlone() {
        AtomicInteger lost = new AtomicInteger();
        NamedTransaction first = await(queue().takeUp(NAME, lost::incrementAndGet));
        Draft draft = begin(first);
        await(draft.append(octets("one\r\ntw")));
        NamedTransaction second = takeUp(NAME);
        assertThat(lost.get()).isEqualTo(1);
        assertThat(second.kept()).isEqualTo(5);
        assertThatThrownBy(() -> await(draft.append(octets("o\r\n")))).isInstanceOf(RuntimeException.class);
        draft.suspend();
        first.close();
        Draft resumed = resume(second);
        await(resumed.append(octets("TWO\r\n")));
        await(resumed.commit("", 10));
        second.close();
        takeUp(NAME).close();
        assertThat(lost.get()).isEqualTo(1);
        assertThat(new String(delivered(), StandardCharsets.UTF_8)).isEqualTo(TRACE + "one\r\nTWO\r\n");
    }

    @Test
    default void itIsForgottenWhenNothingCameForSoLong() {
        Draft draft = begin(takeUp(NAME));
        await(draft.append(octets("one\r\n")));
        draft.suspend();
        takeUp(NAME).close();
        clock().advance(Duration.ofHours(MailQueue.NAMED_HOURS).minusMinutes(1));
        NamedTransaction kept = takeUp(NAME);
        assertThat(kept.kept()).isEqualTo(5);
        kept.close();
        clock().advance(Duration.ofMinutes(2));
        restart();
        assertThat(takeUp(NAME).kept()).isZero();
    }

    @Test
    default void itsReservationsAreGivenBackWithIt() {
        for (int i = 0; i < 4; i++) {
            List<Reservation> room = List.of(queue().reserve(BETA, 4_000).orElseThrow());
            NamedTransaction transaction = takeUp(NAME);
            Draft draft = transaction.kept() > 0
                    ? transaction.resume(room)
                    : transaction.begin(envelope(now(), "a@beta.example"), room);
            await(draft.append(octets("one\r\n")));
            draft.suspend();
            await(queue().takeUp(NAME, () -> {})).close();
        }
        assertThat(queue().reserve(BETA, 10_000)).isPresent();
    }
}
