package org.etrngateway.policy;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.queue.Recipient;
import org.etrngateway.session.Secured;
import org.etrngateway.session.SessionPolicy;
import org.etrngateway.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Another policy, and a line in the log for what it refuses and for each ETRN and ATRN. Belongs to one thread. */
public final class LoggedPolicy implements SessionPolicy {
    private static final Logger log = LoggerFactory.getLogger(LoggedPolicy.class);

    private final SessionPolicy policy;
    private final InetSocketAddress client;
    /** The codes with which an ETRN was refused. */
    private final Set<Integer> refused = new HashSet<>();

    public LoggedPolicy(SessionPolicy policy, InetSocketAddress client) {
        this.policy = policy;
        this.client = client;
    }

    @Override
    public Optional<Reply> mail(ReversePath sender, long declaredSize) {
        Optional<Reply> refusal = policy.mail(sender, declaredSize);
        refusal.ifPresent(reply -> line("mail refused", "from", "<" + sender + ">", reply));
        return refusal;
    }

    @Override
    public int highestPriority() {
        return policy.highestPriority();
    }

    @Override
    public Verdict recipient(Mailbox address, long declaredSize) {
        return logged(policy.recipient(address, declaredSize), "<" + address + ">");
    }

    @Override
    public Verdict again(Recipient recipient, long declaredSize) {
        return logged(policy.again(recipient, declaredSize), "<" + recipient.address() + ">");
    }

    @Override
    public void secured(Secured facts) {
        policy.secured(facts);
    }

    @Override
    public String identity() {
        return policy.identity();
    }

    @Override
    public Verdict postmaster(long declaredSize) {
        return logged(policy.postmaster(declaredSize), "<postmaster>");
    }

    @Override
    public List<String> mechanisms() {
        return policy.mechanisms();
    }

    @Override
    public CompletionStage<Reply> login(String mechanism, Optional<byte[]> initial) {
        return policy.login(mechanism, initial);
    }

    @Override
    public CompletionStage<Reply> respond(byte[] response) {
        return policy.respond(response);
    }

    @Override
    public void cancel() {
        policy.cancel();
    }

    @Override
    public void connected() {
        policy.connected();
    }

    @Override
    public void loggedIn() {
        policy.loggedIn();
        log.atInfo()
                .addKeyValue("who", policy.identity())
                .addKeyValue("client", client.getAddress().getHostAddress())
                .log("logged in");
    }

    @Override
    public Reply etrn(String argument, boolean extended) {
        Reply reply = policy.etrn(argument, extended);
        if (reply.isPositive()) {
            line("etrn", "name", argument, reply);
        } else if (refused.add(reply.code())) {
            // Once a session and code: a stranger who asks without end must not fill the disk.
            line("etrn refused", "name", argument, reply);
        }
        return reply;
    }

    @Override
    public CompletionStage<Reply> turn(List<DomainName> domains) {
        String names = domains.stream().map(DomainName::name).collect(Collectors.joining(","));
        return policy.turn(domains)
                .whenComplete((reply, fault) ->
                        line(fault == null && reply.isPositive() ? "atrn" : "atrn refused", "domains", names, reply));
    }

    private Verdict logged(Verdict verdict, String to) {
        if (verdict instanceof Verdict.Refused refused) {
            line("recipient refused", "to", to, refused.reply());
        }
        return verdict;
    }

    private void line(String event, String key, String value, Reply reply) {
        var line = log.atInfo();
        if (!key.isEmpty()) {
            line = line.addKeyValue(key, value);
        }
        line.addKeyValue("client", client.getAddress().getHostAddress())
                .addKeyValue("reply", reply)
                .log(event);
    }
}
