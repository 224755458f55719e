package org.etrngateway.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.Credentials;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.SessionConfig.EightBit;
import org.etrngateway.config.SessionConfig.Pipelining;
import org.etrngateway.config.TlsMode;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.smtp.Reply;

/** A client session and a {@link ModelSite}, their octets handed over in pieces of a chosen size. */
final class ClientRun implements ClientActions {
    final List<String> events = new ArrayList<>();
    final Map<Long, Map<Integer, String>> answers = new HashMap<>();
    final ModelSite site;
    Optional<SessionEnd> end = Optional.empty();
    int piece = Integer.MAX_VALUE;
    boolean holdContent;

    private final StringBuilder toClient = new StringBuilder();
    private final Deque<Parcel> parcels = new ArrayDeque<>();
    private final Map<Parcel, String> contents = new HashMap<>();
    private final Deque<Wanted> wanted = new ArrayDeque<>();
    private final Map<Parcel, Continuation> continuations = new HashMap<>();
    final List<String> told = new ArrayList<>();
    private final ClientSession session;
    private long lastId;

    ClientRun(SessionConfig settings, Optional<Credentials> credentials, String... keywords) {
        ClientProfile profile = new ClientProfile(
                DomainName.parse("mx.isp.example"), "site.example", settings, Optional.empty(), credentials, false);
        session = new ClientSession(profile, this, () -> 0);
        site = new ModelSite(List.of(keywords), toClient::append);
    }

    static ClientRun plain(Pipelining pipelining, String... keywords) {
        return new ClientRun(
                new SessionConfig(TlsMode.MAY, pipelining, EightBit.PASS, Duration.ZERO), Optional.empty(), keywords);
    }

    /** Adds a message; its number, from 1, is the key of its answers. */
    ClientRun mail(Envelope envelope, String content) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < envelope.recipients().size(); i++) {
            all.add(i);
        }
        boolean eightBit = content.chars().anyMatch(c -> c > 127);
        Lease lease = new Lease(new MessageId(++lastId), new SiteName("acme"), envelope, all, content.length(), 0, 1);
        Parcel parcel = new Parcel(lease, all, Optional.empty(), eightBit).leaving(MutableClock.START);
        parcels.add(parcel);
        contents.put(parcel, content);
        return this;
    }

    private record Wanted(Parcel parcel, long from) {}

    /** Gives the last message a name by which it can be gone on with. */
    ClientRun named(boolean first, Map<Integer, Reply> known) {
        Parcel last = parcels.getLast();
        continuations.put(last, new Continuation("n" + last.lease().id().value() + "@mx.isp.example", first, known));
        return this;
    }

    ClientRun mail(String content, String... recipients) {
        return mail(Messages.envelope(MutableClock.START, recipients), content);
    }

    /** Lets both talk until neither has more to say. */
    ClientRun run() {
        site.greet();
        return goOn();
    }

    ClientRun goOn() {
        boolean moved = true;
        while (moved) {
            moved = pump();
            while (toClient.length() > 0) {
                String bytes = toClient.substring(0, Math.min(piece, toClient.length()));
                toClient.delete(0, bytes.length());
                session.receive(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
                pump();
                moved = true;
            }
        }
        return this;
    }

    void secured() {
        session.secured();
        goOn();
    }

    void closed() {
        session.closed("connection lost");
    }

    void say(String text) {
        toClient.append(text);
        goOn();
    }

    void giveContent() {
        holdContent = false;
        goOn();
    }

    private boolean pump() {
        boolean moved = false;
        while (!holdContent && !wanted.isEmpty()) {
            give(wanted.poll());
            moved = true;
        }
        while (session.wantsMore() && !parcels.isEmpty()) {
            Parcel next = parcels.poll();
            session.deliver(next, Optional.ofNullable(continuations.get(next)));
            moved = true;
        }
        if (session.wantsMore() && parcels.isEmpty()) {
            session.finish();
        }
        return moved;
    }

    private void give(Wanted what) {
        byte[] octets = contents.get(what.parcel()).substring((int) what.from()).getBytes(StandardCharsets.ISO_8859_1);
        int half = octets.length / 2;
        session.content(ByteBuffer.wrap(octets, 0, half), false);
        session.content(ByteBuffer.wrap(octets, half, octets.length - half), true);
    }

    @Override
    public void send(ByteBuffer octets) {
        while (octets.hasRemaining()) {
            int length = Math.min(piece, octets.remaining());
            site.receive(octets.slice(octets.position(), length));
            octets.position(octets.position() + length);
        }
    }

    @Override
    public void read(Parcel parcel, long from) {
        wanted.add(new Wanted(parcel, from));
    }

    @Override
    public void enveloped(Parcel parcel, Map<Integer, Reply> replies) {
        Map<Integer, Integer> codes = new TreeMap<>();
        replies.forEach((position, reply) -> codes.put(position, reply.code()));
        told.add(parcel.lease().id().value() + " enveloped " + codes);
    }

    @Override
    public void resumed(Parcel parcel, long kept) {
        told.add(parcel.lease().id().value() + " resumed at " + kept);
    }

    @Override
    public void distrusted(Parcel parcel, String reason) {
        told.add(parcel.lease().id().value() + " distrusted");
    }

    @Override
    public void startTls(String serverName, TlsMode mode) {
        events.add("startTls " + serverName + " " + mode.demand());
    }

    @Override
    public void answered(Parcel parcel, Map<Integer, Reply> replies) {
        Map<Integer, String> codes = new HashMap<>();
        replies.forEach((position, reply) -> codes.put(position, Integer.toString(reply.code())));
        if (answers.put(parcel.lease().id().value(), codes) != null) {
            throw new AssertionError("answered twice: " + parcel);
        }
    }

    @Override
    public void ended(SessionEnd how) {
        if (end.isPresent()) {
            throw new AssertionError("ended twice");
        }
        end = Optional.of(how);
    }

    SessionEnd.Kind ending() {
        return end.orElseThrow().kind();
    }
}
