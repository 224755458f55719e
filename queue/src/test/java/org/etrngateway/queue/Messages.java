package org.etrngateway.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;

/** Envelopes and messages for tests, and the short ways to put them in a queue and read them again. */
public final class Messages {
    private Messages() {}

    /** An envelope of which nothing is said but this, from {@code alice@sender.example}. */
    public static Envelope envelope(Instant received, String... recipients) {
        return envelope(received, Stream.of(recipients).map(Messages::to).toList());
    }

    public static Envelope envelope(Instant received, List<Recipient> recipients) {
        return new Envelope(
                ReversePath.parse("alice@sender.example"),
                recipients,
                received,
                Envelope.Body.SEVEN_BIT,
                false,
                Optional.empty(),
                Optional.empty(),
                Wishes.NONE,
                Envelope.Origin.RECEIVED);
    }

    /** The same envelope with a priority. */
    public static Envelope withPriority(Envelope e, int priority) {
        return e.with(e.wishes().withPriority(priority));
    }

    /** The same envelope, to be delivered by a time. */
    public static Envelope withBy(Envelope e, String by) {
        return e.with(new Wishes(
                e.wishes().priority(), DeliverBy.parse(by), e.wishes().release()));
    }

    /** The same envelope, held by its sender. */
    public static Envelope withRelease(Envelope e, Instant release) {
        return e.with(new Wishes(e.wishes().priority(), e.wishes().by(), Optional.of(release)));
    }

    /** The same envelope as a notice of ours: null sender, outside every quota. */
    public static Envelope asNotice(Envelope e) {
        return withNullSender(e, Envelope.Origin.NOTICE);
    }

    /** The same envelope from nobody. */
    public static Envelope withNullSender(Envelope e, Envelope.Origin origin) {
        return new Envelope(
                ReversePath.NULL,
                e.recipients(),
                e.received(),
                e.body(),
                e.smtpUtf8(),
                e.ret(),
                e.envid(),
                e.wishes(),
                origin);
    }

    /** A recipient for a site. */
    public static Recipient to(String address) {
        return Recipient.of(Mailbox.parse(address));
    }

    /** A recipient accepted for the outside. */
    public static Recipient outside(String address) {
        Recipient r = to(address);
        return new Recipient(r.address(), r.notices(), r.orcpt(), true);
    }

    /** A small message: header, blank line, text; CRLF at the end of each line. */
    public static byte[] text(String subject, String text) {
        return ("From: alice@sender.example\r\nSubject: " + subject + "\r\n\r\n" + text + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A message of so many octets, of lines that differ, so that no octet is at a wrong place unseen. */
    public static byte[] sized(int octets) {
        byte[] bytes = new byte[octets];
        for (int i = 0; i < octets; i++) {
            int column = i % 64;
            bytes[i] = (byte) (column == 62 ? '\r' : column == 63 ? '\n' : 'a' + (i / 64 + column) % 26);
        }
        return bytes;
    }

    /** Puts a message in, durable when this returns. */
    public static MessageId put(MailQueue queue, Envelope envelope, String subject, byte[] content) {
        return put(queue, envelope, List.of(), subject, content);
    }

    /** Puts a message in with the reservations made for it, durable when this returns. */
    public static MessageId put(
            MailQueue queue,
            Envelope envelope,
            List<MailQueue.Reservation> reservations,
            String subject,
            byte[] content) {
        Draft draft = queue.draft(envelope, reservations);
        append(draft, content);
        await(draft.commit(subject));
        return draft.id();
    }

    /** Appends in chunks of 64 KiB, the last one shorter. */
    public static void append(Draft draft, byte[] content) {
        int chunk = 64 * 1024;
        for (int at = 0; at < content.length; at += chunk) {
            await(draft.append(ByteBuffer.wrap(content, at, Math.min(chunk, content.length - at))));
        }
    }

    /** Reads the whole content of a leased message. */
    public static byte[] read(MailQueue queue, Lease lease) {
        try (Content content = queue.content(lease)) {
            ByteBuffer into = ByteBuffer.allocate(Math.toIntExact(content.size()));
            while (into.hasRemaining() && content.read(into.position(), into) > 0) {
                // reads on
            }
            return Arrays.copyOf(into.array(), into.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a stage, for a minute at most; a failure is thrown as what it is. */
    /** The whole list of a queue, in pages. */
    public static List<Listed> listed(MailQueue queue, int pageSize) {
        List<Listed> all = new ArrayList<>();
        List<Listed> page = queue.list(new Listing(Optional.empty(), Optional.empty(), pageSize));
        while (!page.isEmpty()) {
            all.addAll(page);
            MessageId last = page.get(page.size() - 1).id();
            page = queue.list(new Listing(Optional.empty(), Optional.of(last), pageSize));
        }
        return all;
    }

    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof QueueException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
