package org.etrngateway.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.DomainPattern;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.config.TriggerConfig.Codes;
import org.etrngateway.config.TriggerConfig.Scope;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.delivery.TriggerAnswer;
import org.etrngateway.delivery.Triggers;
import org.etrngateway.smtp.Reply;

/**
 * Answers ETRN (RFC 1985) in one line, for clients read no more. The argument becomes a validated name
 * before anything is looked up. A name that is not the client's gets one 459 whether it exists or not, and
 * no work is done for it. One for each session; belongs to its thread.
 */
final class EtrnDesk {
    private static final Reply SYNTAX = Reply.of(501, "5.5.4", "Not a node name");
    private static final Reply NOT_ALLOWED = Reply.of(459, "4.7.1", "Node not allowed");
    private static final Reply WHO = Reply.of(530, "5.7.0", "Authenticate first");
    private static final Reply TOO_MANY = Reply.of(458, "4.7.0", "Too many requests, try again later");
    private static final Reply FAR_TOO_MANY = Reply.of(421, "4.7.0", "Too many requests");

    private final Supplier<PolicyRules> rules;
    private final Triggers triggers;
    private final Requests requests;
    private final Supplier<Client> client;

    EtrnDesk(Supplier<PolicyRules> rules, Triggers triggers, Requests requests, Supplier<Client> client) {
        this.rules = rules;
        this.triggers = triggers;
        this.requests = requests;
        this.client = client;
    }

    /**
     * @param couldLogIn true if the client could say who it is, and has not
     */
    Reply answer(String argument, boolean couldLogIn) {
        PolicyRules now = rules.get();
        Requests.Verdict verdict = requests.next();
        if (verdict != Requests.Verdict.FINE) {
            return verdict == Requests.Verdict.TOO_MANY ? TOO_MANY : FAR_TOO_MANY;
        }
        Optional<EtrnName> name = EtrnName.parse(argument);
        if (name.isEmpty()) {
            return SYNTAX;
        }
        List<Trigger> allowed = allowed(now, name.get());
        if (allowed.isEmpty()) {
            return couldLogIn ? WHO : NOT_ALLOWED;
        }
        return release(now, allowed);
    }

    private List<Trigger> allowed(PolicyRules now, EtrnName name) {
        Set<SiteName> own = now.rights().of(client.get());
        if (name instanceof EtrnName.Queue queue) {
            return own.stream()
                    .filter(queue.site()::equals)
                    .map(site -> trigger(now, site, Optional.empty()))
                    .toList();
        }
        EtrnName.Node node = (EtrnName.Node) name;
        Optional<SiteName> owner = now.siteOf(node.domain()).filter(own::contains);
        Stream<SiteName> sites = node.subtree()
                ? own.stream()
                        .filter(site -> owner.filter(site::equals).isPresent() || has(now.site(site), node.domain()))
                : owner.stream();
        return sites.map(site -> trigger(now, site, scope(now.site(site), node)))
                .toList();
    }

    private Trigger trigger(PolicyRules now, SiteName site, Optional<Set<DomainName>> domains) {
        return client.get().trigger(now.rights(), site, domains, Trigger.Cause.ETRN);
    }

    private static boolean has(SiteConfig site, DomainName top) {
        return site.domains().stream().anyMatch(pattern -> pattern.name().isWithin(top));
    }

    /** The domains to release; empty for all of the site, also where a wildcard stands for names nobody listed. */
    private static Optional<Set<DomainName>> scope(SiteConfig site, EtrnName.Node node) {
        if (site.trigger().scope() == Scope.SITE) {
            return Optional.empty();
        }
        if (!node.subtree()) {
            return Optional.of(Set.of(node.domain()));
        }
        boolean listed = site.domains().stream().noneMatch(DomainPattern::wildcard);
        return listed
                ? Optional.of(site.domains().stream()
                        .map(DomainPattern::name)
                        .filter(domain -> domain.isWithin(node.domain()))
                        .collect(Collectors.toUnmodifiableSet()))
                : Optional.empty();
    }

    private Reply release(PolicyRules now, List<Trigger> wanted) {
        List<TriggerAnswer> answers = wanted.stream().map(triggers::trigger).toList();
        List<TriggerAnswer> granted = answers.stream()
                .filter(answer -> answer.kind() != TriggerAnswer.Kind.REFUSED)
                .toList();
        if (granted.isEmpty()) {
            return Reply.of(
                    458, "4.3.0", "Unable to queue messages: " + answers.get(0).reason());
        }
        boolean plain = wanted.stream().map(trigger -> now.site(trigger.site())).anyMatch(EtrnDesk::isPlain);
        if (plain) {
            return Reply.of(250, "2.0.0", "OK, queuing started");
        }
        return counted(granted);
    }

    /** With 251 for one domain, fetchmail asks for no other: where one name is not the whole site, it would be wrong. */
    private static boolean isPlain(SiteConfig site) {
        return site.trigger().scope() == Scope.DOMAIN || site.trigger().codes() == Codes.PLAIN;
    }

    private static Reply counted(List<TriggerAnswer> answers) {
        long waiting = answers.stream().mapToLong(TriggerAnswer::waiting).sum();
        if (waiting == 0) {
            return Reply.of(251, "2.0.0", "OK, no messages waiting");
        }
        boolean started = answers.stream().anyMatch(answer -> answer.kind() == TriggerAnswer.Kind.STARTED);
        return started
                ? Reply.of(253, "2.0.0", "OK, " + waiting + " pending messages started")
                : Reply.of(252, "2.0.0", "OK, pending messages started, " + waiting + " left");
    }
}
