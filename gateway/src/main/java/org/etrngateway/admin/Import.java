package org.etrngateway.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;
import org.etrngateway.archive.LetterHead;
import org.etrngateway.archive.LetterReader;
import org.etrngateway.policy.ImportDesk;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Wishes;
import org.etrngateway.smtp.HeaderScan;
import org.etrngateway.smtp.TraceHeader;

/**
 * Takes messages out of files into the queue of a site, as if they were sent to it now: by the same rules, with a field of
 * ours in front, as old as this hour. One after the other, each durable before the next is begun, so that it is known
 * which of them are ours now wherever it stops. Thread-safe; blocks on the disk.
 */
public final class Import {
    /** Octets that are read of a message before its envelope has to be known. */
    private static final int BEGINNING = 256 * 1024;

    private final MailQueue queue;
    private final ImportDesk desk;
    private final Journal journal;
    private final Clock wall;

    /**
     * @param wall whose time the messages get
     */
    public Import(MailQueue queue, ImportDesk desk, Journal journal, Clock wall) {
        this.queue = queue;
        this.desk = desk;
        this.journal = journal;
        this.wall = wall;
    }

    /**
     * What the messages do not say of themselves.
     *
     * @param from the sender of all; empty: as each says
     * @param to the recipients of all; none: as each says
     * @param skip messages that are passed over
     */
    record Order(SiteName site, Optional<ReversePath> from, List<Mailbox> to, long skip) {}

    /** A message cannot be taken; in words for the operator. */
    private static final class NotTakenException extends Exception {
        private static final long serialVersionUID = 1L;

        NotTakenException(String why) {
            super(why);
        }
    }

    /**
     * Takes all messages of a file, up to the first that cannot be.
     *
     * @throws IllegalArgumentException if a recipient is not of the site
     */
    ImportAnswer take(LetterReader letters, Order order, Warrant warrant) {
        order.to.forEach(recipient -> {
            if (!desk.isOf(order.site, recipient)) {
                throw new IllegalArgumentException("<" + recipient + "> is no address of site " + order.site);
            }
        });
        long seen = 0;
        Optional<String> reason = Optional.empty();
        try {
            while (letters.next()) {
                if (seen >= order.skip) {
                    take(letters, order);
                }
                seen++;
            }
        } catch (NotTakenException | IOException e) {
            reason = Optional.of(String.valueOf(e.getMessage()));
        } finally {
            long taken = Math.max(0, seen - order.skip);
            journal.ordered(
                    order.site,
                    "IMPORT",
                    warrant,
                    taken + " messages"
                            + (order.skip > 0 ? " behind the first " + order.skip : "")
                            + reason.map(why -> ", then: " + why).orElse(""));
        }
        long number = seen + 1;
        return new ImportAnswer(
                Math.max(0, seen - order.skip),
                Math.min(seen, order.skip),
                reason.map(why -> new ImportAnswer.Stopped(number, why)));
    }

    private void take(LetterReader letter, Order order) throws NotTakenException, IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] read = letter.read();
        while (read.length > 0) {
            kept.writeBytes(read);
            read = kept.size() < BEGINNING ? letter.read() : new byte[0];
        }
        byte[] beginning = kept.toByteArray();
        LetterHead head = LetterHead.of(beginning);
        if (head.length() == beginning.length) {
            throw new NotTakenException("it is empty");
        }
        Envelope envelope = envelope(sender(letter, head, order), recipients(head, order), beginning);
        ImportDesk.Finding finding =
                desk.ask(envelope.recipients().stream().map(Recipient::address).toList());
        if (finding.refusal().isPresent()) {
            throw new NotTakenException(finding.refusal().get());
        }
        Draft draft = queue.draft(envelope, finding.room());
        boolean committed = false;
        try {
            done(draft.head(ByteBuffer.wrap(TraceHeader.handedIn(desk.hostname(), draft.id(), envelope))));
            HeaderScan scan = new HeaderScan();
            byte[] next = beginning;
            int from = head.length();
            while (next.length > 0) {
                if (draft.size() + next.length - from > finding.sizeLimit()) {
                    throw new NotTakenException(
                            "it is larger than the " + finding.sizeLimit() + " octets that are taken");
                }
                scan.scan(ByteBuffer.wrap(next, from, next.length - from));
                done(draft.append(ByteBuffer.wrap(next, from, next.length - from)));
                next = letter.read();
                from = 0;
            }
            done(draft.commit(scan.subject()));
            committed = true;
        } finally {
            if (!committed) {
                draft.discard();
            }
        }
    }

    private static void done(CompletionStage<Void> stage) throws NotTakenException {
        CompletableFuture<Void> future = stage.toCompletableFuture();
        try {
            future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof QueueException known) {
                throw new NotTakenException(known.getMessage());
            }
            throw e;
        }
    }

    private static ReversePath sender(LetterReader letter, LetterHead head, Order order) throws NotTakenException {
        if (order.from.isPresent()) {
            return order.from.get();
        }
        String said = head.sender()
                .or(() -> letter.from().map(word -> word.equals("MAILER-DAEMON") ? "" : word))
                .orElseThrow(() -> new NotTakenException("nothing says who its sender is: say --from"));
        try {
            return ReversePath.parse(said);
        } catch (InvalidAddressException e) {
            throw new NotTakenException("its sender <" + said + "> is no address: " + e.getMessage());
        }
    }

    private List<Recipient> recipients(LetterHead head, Order order) throws NotTakenException {
        if (!order.to.isEmpty()) {
            return order.to.stream().map(Recipient::of).toList();
        }
        List<Recipient> ours = head.recipients().stream()
                .flatMap(text -> parsed(text).stream())
                .filter(address -> desk.isOf(order.site, address))
                .map(Recipient::of)
                .toList();
        if (ours.isEmpty()) {
            throw new NotTakenException(
                    head.recipients().isEmpty()
                            ? "nothing says who its recipients are: say --to"
                            : "none of its recipients " + head.recipients() + " is of site " + order.site);
        }
        return ours;
    }

    private static Optional<Mailbox> parsed(String text) {
        try {
            return Optional.of(Mailbox.parse(text));
        } catch (InvalidAddressException e) {
            return Optional.empty();
        }
    }

    /** Of a large message it is not known whether there will be 8-bit octets: it may have some. */
    private Envelope envelope(ReversePath sender, List<Recipient> recipients, byte[] beginning) {
        boolean eightBit = beginning.length >= BEGINNING
                || IntStream.range(0, beginning.length).anyMatch(i -> beginning[i] < 0);
        boolean utf8 = sender.mailbox().filter(Mailbox::needsSmtpUtf8).isPresent()
                || recipients.stream().anyMatch(recipient -> recipient.address().needsSmtpUtf8());
        return new Envelope(
                sender,
                recipients,
                wall.instant(),
                eightBit ? Envelope.Body.EIGHT_BIT_MIME : Envelope.Body.SEVEN_BIT,
                utf8,
                Optional.empty(),
                Optional.empty(),
                Wishes.NONE,
                Envelope.Origin.RECEIVED);
    }
}
