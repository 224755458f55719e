package org.etrngateway.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.etrngateway.config.ContentConfig.BareNewlines;
import org.etrngateway.config.GatewayConfig;
import org.etrngateway.delivery.Clocks;
import org.etrngateway.delivery.Connector;
import org.etrngateway.delivery.DeliveryEngine;
import org.etrngateway.net.Door;
import org.etrngateway.net.Listener;
import org.etrngateway.net.Sessions;
import org.etrngateway.policy.ClientLimits;
import org.etrngateway.policy.GatewayPolicy;
import org.etrngateway.policy.LoggedPolicy;
import org.etrngateway.policy.Logins;
import org.etrngateway.policy.Office;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.session.ServerActions;
import org.etrngateway.session.ServerProfile;
import org.etrngateway.session.ServerSession;

/** Gives each connection its session, with the settings of the moment. Thread-safe. */
final class ServerSessions implements Sessions, Door {
    private final Rules rules;
    private final DeliveryEngine engine;
    private final Clock clock;
    private final ClientLimits limits;
    private final Office office;

    ServerSessions(Rules rules, MailQueue queue, DeliveryEngine engine, Logins logins, Clocks clocks) {
        this.rules = rules;
        this.engine = engine;
        this.clock = clocks.wall();
        this.limits = new ClientLimits(rules::policy, clocks.steady());
        this.office = new Office(rules::policy, queue, engine, limits, logins);
    }

    @Override
    public ServerSession open(
            Listener listener,
            InetSocketAddress local,
            InetSocketAddress client,
            Connector turned,
            ServerActions actions) {
        GatewayConfig config = rules.config();
        ServerProfile profile = new ServerProfile(
                config.hostname(),
                listener.service(),
                listener.tls(),
                config.limits().messageSize(),
                config.limits().recipients(),
                config.limits().hops(),
                config.limits().messagesPerSession(),
                config.limits().errorsPerSession(),
                config.limits().wishes(),
                config.content().bareNewlines() == BareNewlines.NORMALISE,
                client,
                clock);
        GatewayPolicy policy = new GatewayPolicy(
                office,
                trigger -> engine.turn(trigger, turned),
                listener.service(),
                client.getAddress(),
                local.getAddress());
        return new ServerSession(profile, new LoggedPolicy(policy, client), actions);
    }

    @Override
    public boolean enter(InetAddress client) {
        return limits.opened(client);
    }

    @Override
    public void leave(InetAddress client) {
        limits.closed(client);
    }
}
