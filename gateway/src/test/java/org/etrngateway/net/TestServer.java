package org.etrngateway.net;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.DomainPattern;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.LimitsConfig;
import org.etrngateway.config.ListenerTls;
import org.etrngateway.config.ProofConfig;
import org.etrngateway.config.Route;
import org.etrngateway.config.ScheduleConfig;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.config.SiteDirectory;
import org.etrngateway.config.TlsMode;
import org.etrngateway.config.TriggerConfig;
import org.etrngateway.config.WishesConfig;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.delivery.TriggerAnswer;
import org.etrngateway.policy.ClientLimits;
import org.etrngateway.policy.GatewayPolicy;
import org.etrngateway.policy.PolicyRules;
import org.etrngateway.policy.TestOffice;
import org.etrngateway.queue.MemoryQueue;
import org.etrngateway.session.Secured;
import org.etrngateway.session.ServerProfile;
import org.etrngateway.session.ServerSession;
import org.etrngateway.session.Service;
import org.etrngateway.session.SessionPolicy;

/** A server on the loopback interface with the site acme, a queue in memory, and room for two connections. */
public final class TestServer implements AutoCloseable {
    private static final DomainName HOSTNAME = DomainName.parse("mx.isp.example");
    private static final Clock CLOCK = Clock.systemUTC();

    public final MemoryQueue queue;
    public final List<Trigger> triggers = new CopyOnWriteArrayList<>();
    final List<Secured> secured = new CopyOnWriteArrayList<>();
    private final Transport transport;
    final SmtpServer server;
    final ServerTls tls = new ServerTls();

    public TestServer(boolean epoll) {
        LimitsConfig limits = new LimitsConfig(10_000_000, 100, 100, 100, 2, 100, 20, 100, 1000, 10, 100, 1L << 30);
        List<SiteConfig> sites = List.of(acme());
        PolicyRules rules =
                new PolicyRules(HOSTNAME, Mailbox.parse("admin@acme.example"), List.of(), sites, Map.of(), limits);
        queue = new MemoryQueue(new SiteDirectory(sites)::siteOf, Map.of(), CLOCK);
        transport = new Transport(2, epoll);
        ClientLimits clients = new ClientLimits(() -> rules, CLOCK);
        server = new SmtpServer(
                transport,
                (listener, local, client, turned, actions) -> new ServerSession(
                        new ServerProfile(
                                HOSTNAME,
                                listener.service(),
                                listener.tls(),
                                10_000_000,
                                100,
                                100,
                                100,
                                20,
                                WishesConfig.STANDARD,
                                false,
                                client,
                                CLOCK),
                        watched(new GatewayPolicy(
                                TestOffice.of(() -> rules, queue, this::trigger, Clock.systemUTC()),
                                trigger -> CompletableFuture.completedFuture(trigger(trigger)),
                                listener.service(),
                                client.getAddress(),
                                local.getAddress())),
                        actions),
                queue,
                new Door() {
                    @Override
                    public boolean enter(InetAddress client) {
                        return clients.opened(client);
                    }

                    @Override
                    public void leave(InetAddress client) {
                        clients.closed(client);
                    }
                },
                tls);
    }

    /** The same policy; what it is told of TLS can be looked at. */
    private SessionPolicy watched(SessionPolicy policy) {
        return (SessionPolicy) Proxy.newProxyInstance(
                TestServer.class.getClassLoader(), new Class<?>[] {SessionPolicy.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("secured")) {
                        secured.add((Secured) arguments[0]);
                    }
                    return method.invoke(policy, arguments);
                });
    }

    private TriggerAnswer trigger(Trigger trigger) {
        triggers.add(trigger);
        return new TriggerAnswer(TriggerAnswer.Kind.STARTED, 1, "");
    }

    private static SiteConfig acme() {
        return new SiteConfig(
                new SiteName("acme"),
                List.of(DomainPattern.parse("acme.example")),
                Optional.empty(),
                new Route.Fixed(new HostAddress("192.0.2.7", 25)),
                new TriggerConfig(
                        ProofConfig.ofAddresses(AddressRange.parse("127.0.0.0/8")),
                        TriggerConfig.Scope.SITE,
                        TriggerConfig.Codes.COUNTED,
                        Duration.ofMinutes(10)),
                new SessionConfig(
                        TlsMode.NONE, SessionConfig.Pipelining.AUTO, SessionConfig.EightBit.PASS, Duration.ZERO),
                ScheduleConfig.HOLD,
                SiteConfig.Quota.NONE,
                FlushConfig.STANDARD);
    }

    /** Opens a port. */
    public InetSocketAddress open(Service service) {
        return server.open(listener(service, ListenerTls.NONE, 100));
    }

    /** Opens a port with TLS, for which there is a certificate. */
    InetSocketAddress open(Service service, ListenerTls tls) {
        return server.open(listener(service, tls, 100));
    }

    /** Opens a port for clients that come through a proxy on this machine. */
    InetSocketAddress openBehindProxy(Service service, ListenerTls tls) {
        Listener open = listener(service, tls, 100);
        return server.open(
                new Listener(open.name(), service, open.bind(), tls, 100, List.of(AddressRange.parse("127.0.0.0/8"))));
    }

    static Listener listener(Service service, ListenerTls tls, int connections) {
        return new Listener(
                service.name().toLowerCase(Locale.ROOT),
                service,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                tls,
                connections,
                List.of());
    }

    /** Units held for acme. */
    long held() {
        return queue.summary(new SiteName("acme")).messages();
    }

    @Override
    public void close() {
        server.close(Duration.ofSeconds(5));
        transport.close();
        tls.close();
    }
}
