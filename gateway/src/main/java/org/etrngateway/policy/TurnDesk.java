package org.etrngateway.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.delivery.Caller;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.delivery.TriggerAnswer;
import org.etrngateway.delivery.Turns;
import org.etrngateway.smtp.Reply;

/**
 * Answers ATRN (RFC 2645 §5.2.1). Who has not proved who he is gets 530, whatever he names. All of the domains must be
 * the client's, and of one site, for one site at a time has the line; else none is released, and the one 450 does not
 * say which of them exist. One for each session; belongs to its thread.
 */
final class TurnDesk {
    private static final Reply WHO = Reply.of(530, "5.7.0", "Authenticate first");
    private static final Reply NOT_ALLOWED = Reply.of(450, "4.7.1", "Not allowed for all of these domains");
    private static final Reply SEVERAL = Reply.of(450, "4.5.4", "Name the domains of one site, and turn once for each");
    private static final Reply TOO_MANY = Reply.of(450, "4.7.0", "Too many requests, try again later");
    private static final Reply FAR_TOO_MANY = Reply.of(421, "4.7.0", "Too many requests");
    private static final Reply TURNED = Reply.of(250, "2.0.0", "OK, now reversing the connection");
    private static final Reply NOTHING = Reply.of(453, "4.2.0", "You have no mail");
    private static final Reply UNDER_WAY = Reply.of(450, "4.5.0", "Your mail is on its way over another connection");

    private final Supplier<PolicyRules> rules;
    private final Turns turns;
    private final Requests requests;
    private final Supplier<Client> client;

    TurnDesk(Supplier<PolicyRules> rules, Turns turns, Requests requests, Supplier<Client> client) {
        this.rules = rules;
        this.turns = turns;
        this.requests = requests;
        this.client = client;
    }

    /**
     * @param own the sites whose mail the client may release, if it has proved who it is; empty if it has not
     * @param domains whose mail is wanted; none: all
     */
    CompletionStage<Reply> answer(Optional<Set<SiteName>> own, List<DomainName> domains) {
        if (own.isEmpty()) {
            return now(WHO);
        }
        Requests.Verdict verdict = requests.next();
        if (verdict != Requests.Verdict.FINE) {
            return now(verdict == Requests.Verdict.TOO_MANY ? TOO_MANY : FAR_TOO_MANY);
        }
        Set<SiteName> wanted = domains.isEmpty() ? own.get() : owners(domains);
        if (wanted.isEmpty() || !own.get().containsAll(wanted)) {
            return now(NOT_ALLOWED);
        }
        if (wanted.size() > 1) {
            return now(SEVERAL);
        }
        Optional<Set<DomainName>> scope = domains.isEmpty() ? Optional.empty() : Optional.of(Set.copyOf(domains));
        return turns.turn(trigger(wanted.iterator().next(), scope)).thenApply(TurnDesk::reply);
    }

    /** The sites of the domains; none if one of these is nobody's. */
    private Set<SiteName> owners(List<DomainName> domains) {
        PolicyRules now = rules.get();
        List<Optional<SiteName>> sites = domains.stream().map(now::siteOf).toList();
        return sites.stream().allMatch(Optional::isPresent)
                ? sites.stream().flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    private Trigger trigger(SiteName site, Optional<Set<DomainName>> domains) {
        Client asking = client.get();
        Caller caller = new Caller(asking.address(), asking.local(), true, asking.secured());
        return new Trigger(site, domains, Trigger.Cause.ATRN, asking.words(), Optional.of(caller));
    }

    private static Reply reply(TriggerAnswer answer) {
        return switch (answer.kind()) {
            case STARTED -> TURNED;
            case EMPTY -> NOTHING;
            case RUNNING -> UNDER_WAY;
            case REFUSED -> Reply.of(450, "4.3.0", "Not now: " + answer.reason());
        };
    }

    private static CompletionStage<Reply> now(Reply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
