package org.etrngateway.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.config.SessionConfig.Pipelining;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.queue.DeliverBy;
import org.etrngateway.queue.Outcome;
import org.etrngateway.session.Continuation;
import org.etrngateway.session.SessionEnd;
import org.etrngateway.smtp.Capabilities;
import org.etrngateway.smtp.Reply;

/**
 * What a session of a lane sees of its flush: where loads come from, and what becomes of the answers by
 * their {@link FailureScope}. Belongs to the thread of the session.
 */
final class LaneSupply implements Supply {
    private final Flush flush;
    private final ReverseSessions sessions;
    private final Lane lane;
    private final SiteRule rule;
    private final Workshop shop;
    private final Pipelining pace;
    private volatile boolean ready;
    private boolean tells;
    private boolean opened;
    private boolean hasTaken;
    private boolean spent;

    LaneSupply(Flush flush, ReverseSessions sessions, Lane lane, SiteRule rule, Workshop shop) {
        this.flush = flush;
        this.sessions = sessions;
        this.lane = lane;
        this.rule = rule;
        this.shop = shop;
        this.pace =
                shop.paces().kept(flush.site(), lane.domain(), rule.session()).pipelining();
    }

    Lane lane() {
        return lane;
    }

    @Override
    public void opened() {
        if (!opened) {
            opened = true;
            flush.spending().opened();
        }
    }

    @Override
    public void ready(Capabilities server) {
        ready = true;
        tells = server.dsn();
        sessions.ready(this, server);
    }

    @Override
    public Optional<Load> next() {
        Optional<Load> load = spent ? Optional.empty() : sessions.next(this);
        load.ifPresent(next -> next.leave(shop.clock().instant()));
        return load;
    }

    @Override
    public boolean isExhausted() {
        return spent || sessions.isExhausted(this);
    }

    /** True once the server has taken us so far that messages may go. */
    boolean isReady() {
        return ready;
    }

    @Override
    public Duration linger() {
        boolean last = spent
                || rule.isByDomain()
                || sessions.isEnding()
                || flush.spending().left() == 0;
        return last || sessions.leavesToOthers(this)
                ? Duration.ZERO
                : rule.session().linger();
    }

    @Override
    public boolean isWantedElsewhere() {
        return shop.slots().isShort();
    }

    @Override
    public Optional<Continuation> continuation(Load load) {
        return shop.continuations()
                .give(
                        load.parcel(),
                        lane.domain(),
                        rule.session().checkpoint(),
                        shop.rules().get().hostname());
    }

    @Override
    public void enveloped(Load load, Map<Integer, Reply> replies) {
        shop.continuations().enveloped(load.parcel(), replies);
    }

    @Override
    public void resumed(Load load, long kept) {
        flush.spending().spare(kept);
        if (shop.continuations().resumed(load.parcel(), kept)) {
            // A large message may take longer than a trigger stays open, and gets on all the same.
            shop.progress(flush.site());
        }
    }

    @Override
    public void distrusted(Load load, String reason) {
        shop.continuations().distrust(flush.site(), lane.domain(), reason);
        shop.continuations().ended(load.parcel());
        if (sessions.isAnswered(this, load)) {
            flush.again(load);
        }
    }

    @Override
    public void cut(Load load, long octets) {
        if (!shop.continuations().isOffered(load.parcel())) {
            shop.suspects().cut(load.lease(), octets);
        }
    }

    @Override
    public void answered(Load load, Map<Integer, Reply> replies) {
        if (replies.values().stream()
                .allMatch(reply -> FailureScope.outcome(reply).isFinal())) {
            // Of what it defers the server may keep what came.
            shop.continuations().ended(load.parcel());
        }
        shop.suspects().through(flush.site(), load.lease().id());
        Optional<Reply> siteFailure = replies.values().stream()
                .filter(reply -> FailureScope.of(reply) == FailureScope.SITE)
                .findFirst();
        if (siteFailure.isPresent() && !rule.isByDomain()) {
            settleKnown(load, replies);
            if (siteFailure.get().code() == FailureScope.SERVICE_CLOSING && sessions.hasOthers(this)) {
                // It closes this session, and says nothing of the others.
                return;
            }
            flush.fail(siteFailure.get().toString());
            return;
        }
        Map<Integer, Reply> now = forThisSession(replies);
        if (!now.isEmpty()) {
            hasTaken = true;
            take(load, outcomes(now));
            shop.progress(flush.site());
        } else if (sessions.isAnswered(this, load)) {
            flush.again(load);
        }
    }

    @Override
    public void ended(SessionEnd end) {
        if (opened) {
            flush.spending().closed();
        }
        if (end.kind() == SessionEnd.Kind.DONE) {
            sessions.parted(this);
        } else if (end.kind() == SessionEnd.Kind.OUT_OF_STEP
                && shop.paces().lower(flush.site(), lane.domain(), rule.session(), pace, end.reason())) {
            sessions.retake(this);
        } else if (!sessions.goOnWithout(this, end.reason())) {
            sessions.failed(this, end.reason());
        }
    }

    /**
     * The replies without those that ask for another session or transaction. A server that says so to
     * the first message of a session would say it for ever: from it, it is a refusal like any other.
     */
    private Map<Integer, Reply> forThisSession(Map<Integer, Reply> replies) {
        Map<Integer, Reply> rest = new HashMap<>(replies);
        rest.values().removeIf(reply -> FailureScope.of(reply) == FailureScope.SESSION);
        spent |= rest.isEmpty() && hasTaken;
        return rest.isEmpty() && !hasTaken ? replies : rest;
    }

    /** The site fails in the midst of a message: what it said about single recipients before holds. */
    private void settleKnown(Load load, Map<Integer, Reply> replies) {
        Map<Integer, Reply> known = new HashMap<>(replies);
        known.values().removeIf(reply -> FailureScope.of(reply) == FailureScope.SITE);
        if (!known.isEmpty()) {
            take(load, outcomes(known));
        }
    }

    private void take(Load load, List<Outcome> outcomes) {
        if (!tells
                || load.lease()
                        .envelope()
                        .wishes()
                        .by()
                        .filter(DeliverBy::traced)
                        .isPresent()) {
            load.share().relay(outcomes.stream().map(Outcome::recipient).toList());
        }
        boolean ours = sessions.isAnswered(this, load);
        load.close();
        if (ours) {
            flush.ends().settle(load, outcomes);
            return;
        }
        // The flush was ended before the answer came: what is final is a fact all the same.
        List<Outcome> facts = outcomes.stream()
                .filter(o -> rule.isAside()
                        ? o.kind() == Outcome.Kind.DELIVERED
                        : o.kind().isFinal())
                .toList();
        if (!facts.isEmpty()) {
            flush.ends().record(load.share(), facts);
        }
    }

    private List<Outcome> outcomes(Map<Integer, Reply> replies) {
        Instant now = shop.clock().instant();
        return replies.entrySet().stream()
                .map(entry -> Outcome.of(
                        entry.getKey(),
                        FailureScope.outcome(entry.getValue()),
                        now,
                        entry.getValue().toString()))
                .toList();
    }
}
