package org.etrngateway.policy;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.etrngateway.account.Mechanism;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.TriggerConfig.Occasion;
import org.etrngateway.delivery.Trigger.Cause;
import org.etrngateway.delivery.Triggers;
import org.etrngateway.delivery.Turns;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Wishes;
import org.etrngateway.session.Secured;
import org.etrngateway.session.Service;
import org.etrngateway.session.SessionPolicy;
import org.etrngateway.smtp.Reply;

/**
 * The policy of the gateway for one session: {@link Relaying}, {@link LoginDesk}, {@link EtrnDesk} and {@link TurnDesk}
 * under one roof. Each
 * answer uses the rules of its moment, so that a reload reaches open sessions. Belongs to one thread.
 */
public final class GatewayPolicy implements SessionPolicy {
    private final boolean submission;
    private final Relaying relaying;
    private final EtrnDesk desk;
    private final TurnDesk turnDesk;
    private final Supplier<PolicyRules> rules;
    private final Triggers triggers;
    private final LoginDesk loginDesk;
    /** The sites for which the client's coming has been taken for an ETRN. */
    private final Set<SiteName> back = new HashSet<>();

    private Client client;

    /**
     * @param office shared by all sessions
     * @param turns for the client's own connection
     * @param service what its listener is for
     * @param local our end of the client's connection
     */
    public GatewayPolicy(Office office, Turns turns, Service service, InetAddress client, InetAddress local) {
        this.rules = office.rules();
        this.triggers = office.triggers();
        this.client = Client.at(client, local);
        submission = service == Service.SUBMISSION;
        relaying = new Relaying(rules, office.queue(), submission);
        Requests requests = new Requests(rules, office.limits(), client);
        desk = new EtrnDesk(rules, triggers, requests, () -> this.client);
        turnDesk = new TurnDesk(rules, turns, requests, () -> this.client);
        loginDesk = new LoginDesk(rules, office.logins(), service, () -> this.client);
    }

    @Override
    public Optional<Reply> mail(ReversePath sender, long declaredSize) {
        Optional<Reply> foreign =
                submission ? relaying.foreign(rules.get().rights().provenBy(client), sender) : Optional.empty();
        return foreign.or(relaying::begin);
    }

    /** All for who is known, or listed: a stranger's mail is before nobody's. */
    @Override
    public int highestPriority() {
        PolicyRules now = rules.get();
        boolean trusted = client.isKnown()
                || !now.rights().provenBy(client).isEmpty()
                || now.limits().wishes().priorityFrom().stream().anyMatch(range -> range.contains(client.address()));
        return trusted ? Wishes.TOP : 0;
    }

    @Override
    public Verdict recipient(Mailbox address, long declaredSize) {
        return relaying.recipient(address, declaredSize);
    }

    @Override
    public Verdict again(Recipient recipient, long declaredSize) {
        return relaying.again(recipient, declaredSize);
    }

    @Override
    public void secured(Secured facts) {
        client = client.underTls(facts);
        loginDesk.cancel();
        if (facts.certificate().isPresent()) {
            back(Occasion.CONNECT);
        }
    }

    /** The site whose client it is, for that may come from another address next time; else the account, or the address. */
    @Override
    public String identity() {
        Set<SiteName> sites = rules.get().rights().of(client);
        return sites.size() == 1
                ? "site " + sites.iterator().next()
                : client.account()
                        .map(name -> "account " + name)
                        .orElse(client.address().getHostAddress());
    }

    @Override
    public Verdict postmaster(long declaredSize) {
        return relaying.postmaster(declaredSize);
    }

    @Override
    public List<String> mechanisms() {
        return loginDesk.mechanisms().stream().map(Mechanism::word).toList();
    }

    @Override
    public CompletionStage<Reply> login(String mechanism, Optional<byte[]> initial) {
        return loginDesk.begin(mechanism, initial);
    }

    @Override
    public CompletionStage<Reply> respond(byte[] response) {
        return loginDesk.respond(response);
    }

    @Override
    public void cancel() {
        loginDesk.cancel();
    }

    @Override
    public void loggedIn() {
        client = client.loggedInAs(loginDesk.account());
        loginDesk.cancel();
        back(Occasion.LOGIN);
    }

    @Override
    public void connected() {
        back(Occasion.CONNECT);
    }

    /** Releases the mail of the client's sites for which its coming is as good as an ETRN. */
    private void back(Occasion occasion) {
        PolicyRules now = rules.get();
        now.rights().of(client).stream()
                .filter(site -> now.site(site).trigger().alsoOn().contains(occasion) && back.add(site))
                .forEach(site -> triggers.trigger(client.trigger(now.rights(), site, Optional.empty(), Cause.RETURN)));
    }

    @Override
    public Reply etrn(String argument, boolean extended) {
        boolean couldLogIn = extended
                && client.account().isEmpty()
                && !loginDesk.mechanisms().isEmpty();
        return desk.answer(argument, couldLogIn);
    }

    @Override
    public CompletionStage<Reply> turn(List<DomainName> domains) {
        Set<SiteName> proven = rules.get().rights().provenBy(client);
        return turnDesk.answer(client.isKnown() || !proven.isEmpty() ? Optional.of(proven) : Optional.empty(), domains);
    }
}
