package org.etrngateway.policy;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;
import org.etrngateway.delivery.Triggers;
import org.etrngateway.delivery.Turns;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.Recipient;
import org.etrngateway.session.Secured;
import org.etrngateway.session.SessionPolicy;
import org.etrngateway.smtp.Reply;

/**
 * The policy of the gateway for one session: {@link Relaying}, {@link EtrnDesk} and {@link TurnDesk} under one roof. Each
 * answer uses the rules of its moment, so that a reload reaches open sessions. Belongs to one thread.
 */
public final class GatewayPolicy implements SessionPolicy {
    private final Relaying relaying;
    private final EtrnDesk desk;
    private final TurnDesk turnDesk;
    private final Supplier<PolicyRules> rules;
    private final Client client;

    /**
     * @param rules the present rules; asked anew each time
     * @param limits shared by all sessions
     * @param turns for the client's own connection
     * @param local our end of the client's connection
     */
    public GatewayPolicy(
            Supplier<PolicyRules> rules,
            MailQueue queue,
            Triggers triggers,
            Turns turns,
            ClientLimits limits,
            InetAddress client,
            InetAddress local) {
        this.rules = rules;
        this.client = Client.at(client, local);
        relaying = new Relaying(rules, queue);
        Requests requests = new Requests(rules, limits, client);
        desk = new EtrnDesk(rules, triggers, requests, () -> this.client);
        turnDesk = new TurnDesk(rules, turns, requests, () -> this.client);
    }

    @Override
    public Optional<Reply> mail(long declaredSize) {
        return relaying.begin();
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
        // Rights come from the address alone.
    }

    /** The site whose client it is, for that may come from another address next time; else the address. */
    @Override
    public String identity() {
        Set<SiteName> sites = rules.get().rights().of(client);
        return sites.size() == 1
                ? "site " + sites.iterator().next()
                : client.address().getHostAddress();
    }

    @Override
    public Verdict postmaster(long declaredSize) {
        return relaying.postmaster(declaredSize);
    }

    @Override
    public Reply etrn(String argument, boolean extended) {
        return desk.answer(argument);
    }

    @Override
    public CompletionStage<Reply> turn(List<DomainName> domains) {
        // Nobody can say who he is yet.
        return turnDesk.answer(Optional.empty(), domains);
    }
}
