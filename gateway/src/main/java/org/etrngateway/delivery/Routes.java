package org.etrngateway.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.IpAddress;
import org.etrngateway.config.Route;
import org.etrngateway.delivery.Dns.Mx;
import org.etrngateway.delivery.Dns.NoSuchDomainException;
import org.etrngateway.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns routes into addresses to try. MX (RFC 5321 §5.1): by preference, equal ones in random order; our
 * own name and all that is not better than it are dropped; a null MX (RFC 7505) and a domain that does not
 * exist are final; so is one whose only hosts are ourselves, which is a loop. Thread-safe.
 */
public final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final Reply NO_DOMAIN = Reply.of(550, "5.1.2", "The domain does not exist");
    private static final Reply NULL_MX = Reply.of(556, "5.1.10", "The domain takes no mail (null MX)");
    private static final Reply LOOP = Reply.of(554, "5.4.6", "Mail for the domain loops back to this host");

    private final Dns dns;
    private final DomainName hostname;
    private final Supplier<Set<InetSocketAddress>> own;
    private final Executor executor;

    /**
     * @param hostname our own name
     * @param own the addresses on which we take mail, wildcard addresses spelled out
     * @param executor where look-ups may block
     */
    public Routes(Dns dns, DomainName hostname, Supplier<Set<InetSocketAddress>> own, Executor executor) {
        this.dns = dns;
        this.hostname = hostname;
        this.own = own;
        this.executor = executor;
    }

    /**
     * Where a route leads; the stage never fails.
     *
     * @param domain whose MX counts; empty for an address literal, which no MX route serves
     * @param peer where the site itself has asked from, and proved that it is the site
     */
    CompletionStage<Resolution> resolve(Route route, Optional<DomainName> domain, Optional<InetAddress> peer) {
        if (route instanceof Route.Peer there) {
            return CompletableFuture.completedFuture(peer(there, peer));
        }
        if (route instanceof Route.Atrn) {
            return CompletableFuture.completedFuture(turned(peer));
        }
        if (route instanceof Route.Mx mx) {
            return later(() -> mx(domain, mx.port()));
        }
        HostAddress target = route instanceof Route.Fixed fixed ? fixed.target() : ((Route.Relay) route).target();
        if (IpAddress.isLiteral(target.host())) {
            InetSocketAddress address = new InetSocketAddress(IpAddress.parse(target.host()), target.port());
            return CompletableFuture.completedFuture(notOurs(List.of(new Target(target.host(), address))));
        }
        return later(() -> fixed(target));
    }

    /** A client that comes from our own machine would have us call ourselves, or what else listens here. */
    private Resolution peer(Route.Peer route, Optional<InetAddress> peer) {
        if (peer.isEmpty()) {
            return new Resolution.Unknown("where the site is, is not known until it asks itself");
        }
        InetSocketAddress address = new InetSocketAddress(peer.get(), route.port());
        boolean ours = peer.get().isLoopbackAddress()
                || own.get().stream().map(InetSocketAddress::getAddress).anyMatch(peer.get()::equals);
        if (ours && !route.ownAddresses()) {
            return new Resolution.Unknown("the site asked from an address of this machine, where it is not called");
        }
        String name = route.greeting().map(DomainName::name).orElse(peer.get().getHostAddress());
        return new Resolution.Found(List.of(new Target(name, address)));
    }

    /** The connection is there; its port is of no interest. */
    private static Resolution turned(Optional<InetAddress> peer) {
        return peer.<Resolution>map(address -> new Resolution.Found(
                        List.of(new Target(address.getHostAddress(), new InetSocketAddress(address, 0)))))
                .orElse(new Resolution.Unknown("the site has no connection that could be turned"));
    }

    private CompletionStage<Resolution> later(Supplier<Resolution> lookUp) {
        return CompletableFuture.supplyAsync(lookUp, executor).exceptionally(fault -> {
            LOG.error("a look-up failed", fault);
            return new Resolution.Unknown("internal error");
        });
    }

    private Resolution fixed(HostAddress target) {
        try {
            List<Target> targets = targets(target.host(), target.port());
            return targets.isEmpty()
                    ? new Resolution.Unknown("the host " + target.host() + " has no address")
                    : notOurs(targets);
        } catch (IOException e) {
            return new Resolution.Unknown(e.getMessage());
        }
    }

    /** Mail that we sent to ourselves would be taken for new, and sent again. */
    private Resolution notOurs(List<Target> targets) {
        List<Target> others = targets.stream()
                .filter(target -> !own.get().contains(target.address()))
                .toList();
        return others.isEmpty()
                ? new Resolution.Unknown("the route leads back to this gateway")
                : new Resolution.Found(others);
    }

    private Resolution mx(Optional<DomainName> domain, int port) {
        if (domain.isEmpty()) {
            return new Resolution.Nowhere(NO_DOMAIN);
        }
        try {
            List<Mx> records = dns.mx(domain.get());
            if (records.stream().anyMatch(mx -> mx.host().isEmpty())) {
                return new Resolution.Nowhere(NULL_MX);
            }
            List<Mx> hosts = records.isEmpty() ? List.of(new Mx(0, domain.get().name())) : betterThanUs(records);
            return hosts.isEmpty() ? new Resolution.Nowhere(LOOP) : hosts(hosts, port);
        } catch (NoSuchDomainException e) {
            return new Resolution.Nowhere(NO_DOMAIN);
        } catch (IOException e) {
            return new Resolution.Unknown(e.getMessage());
        }
    }

    private List<Mx> betterThanUs(List<Mx> records) {
        int ours = records.stream()
                .filter(mx -> mx.host().equals(hostname.name()))
                .mapToInt(Mx::preference)
                .min()
                .orElse(Integer.MAX_VALUE);
        List<Mx> better = new ArrayList<>(
                records.stream().filter(mx -> mx.preference() < ours).toList());
        Collections.shuffle(better);
        better.sort(Comparator.comparingInt(Mx::preference));
        return better;
    }

    private Resolution hosts(List<Mx> hosts, int port) throws IOException {
        List<Target> targets = new ArrayList<>();
        boolean ourselves = false;
        for (Mx mx : hosts) {
            for (Target target : targets(mx.host(), port)) {
                if (own.get().contains(target.address())) {
                    ourselves = true;
                } else {
                    targets.add(target);
                }
            }
        }
        if (targets.isEmpty()) {
            return ourselves ? new Resolution.Nowhere(LOOP) : new Resolution.Unknown("no mail host has an address");
        }
        return new Resolution.Found(targets);
    }

    private List<Target> targets(String host, int port) throws IOException {
        List<Target> targets = new ArrayList<>();
        for (InetAddress address : dns.addresses(host)) {
            targets.add(new Target(host, new InetSocketAddress(address, port)));
        }
        return targets;
    }
}
