package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.IpAddress;
import org.etrngateway.config.Route;
import org.etrngateway.queue.Messages;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static final DomainName DOMAIN = DomainName.parse("acme.example");
    private static final Route MX = new Route.Mx(25);

    private final Zone zone = new Zone();
    private final Set<InetSocketAddress> own = Set.of(new InetSocketAddress("192.0.2.99", 25));
    private final Routes routes = new Routes(zone, DomainName.parse("mx.isp.example"), () -> own, Runnable::run);

    /** A name server that knows what a test tells it. */
    private static final class Zone implements Dns {
        private final Map<DomainName, List<Mx>> mx = new HashMap<>();
        private final Map<String, List<String>> addresses = new HashMap<>();
        private boolean down;

        @Override
        public List<Mx> mx(DomainName domain) throws IOException, NoSuchDomainException {
            if (down) {
                throw new IOException("no name server answers");
            }
            if (!mx.containsKey(domain)) {
                throw new NoSuchDomainException(domain);
            }
            return mx.get(domain);
        }

        @Override
        public List<InetAddress> addresses(String host) throws IOException {
            if (down) {
                throw new IOException("no name server answers");
            }
            List<InetAddress> found = new ArrayList<>();
            for (String address : addresses.getOrDefault(host, List.of())) {
                found.add(InetAddress.getByName(address));
            }
            return found;
        }
    }

    private Resolution resolve(Route route) {
        return Messages.await(routes.resolve(route, Optional.of(DOMAIN), Optional.empty()));
    }

    private List<String> found() {
        return ((Resolution.Found) resolve(MX))
                .targets().stream().map(Target::toString).toList();
    }

    private static int code(Resolution resolution) {
        return ((Resolution.Nowhere) resolution).reply().code();
    }

    private void host(String name, String... addresses) {
        zone.addresses.put(name, List.of(addresses));
    }

    @Test
    void aHostThatIsThisGatewayIsNotCalled() {
        Route literal = new Route.Fixed(new HostAddress("192.0.2.99", 25));
        assertThat(resolve(literal)).isEqualTo(new Resolution.Unknown("the route leads back to this gateway"));
        assertThat(resolve(new Route.Fixed(new HostAddress("192.0.2.99", 2525))))
                .isInstanceOf(Resolution.Found.class);
        host("us.example", "192.0.2.99");
        Route named = new Route.Fixed(new HostAddress("us.example", 25));
        assertThat(resolve(named)).isInstanceOf(Resolution.Unknown.class);
        host("us.example", "192.0.2.99", "192.0.2.98");
        assertThat(((Resolution.Found) resolve(named)).targets())
                .extracting(Target::toString)
                .containsExactly("us.example[192.0.2.98]:25");
    }

    @Test
    void hostsAreTriedByPreference() {
        zone.mx.put(
                DOMAIN, List.of(new Dns.Mx(20, "b.example"), new Dns.Mx(10, "a.example"), new Dns.Mx(30, "c.example")));
        host("a.example", "192.0.2.1", "2001:db8::1");
        host("b.example", "192.0.2.2");
        assertThat(found())
                .containsExactly(
                        "a.example[192.0.2.1]:25", "a.example[2001:db8:0:0:0:0:0:1]:25", "b.example[192.0.2.2]:25");
    }

    @Test
    void ourNameAndAllThatIsNotBetterIsDropped() {
        zone.mx.put(
                DOMAIN,
                List.of(
                        new Dns.Mx(10, "a.example"),
                        new Dns.Mx(20, "mx.isp.example"),
                        new Dns.Mx(20, "b.example"),
                        new Dns.Mx(30, "c.example")));
        for (String name : List.of("a.example", "mx.isp.example", "b.example", "c.example")) {
            host(name, "192.0.2.7");
        }
        assertThat(found()).containsExactly("a.example[192.0.2.7]:25");
    }

    @Test
    void aDomainWhoseBestHostWeAreIsALoop() {
        zone.mx.put(DOMAIN, List.of(new Dns.Mx(10, "mx.isp.example"), new Dns.Mx(20, "b.example")));
        host("b.example", "192.0.2.2");
        assertThat(code(resolve(MX))).isEqualTo(554);
    }

    @Test
    void ourAddressesAreNeverCalled() {
        zone.mx.put(DOMAIN, List.of(new Dns.Mx(10, "a.example"), new Dns.Mx(20, "b.example")));
        host("a.example", "192.0.2.99");
        assertThat(code(resolve(MX))).isEqualTo(554);
        host("b.example", "192.0.2.2");
        assertThat(found()).containsExactly("b.example[192.0.2.2]:25");
    }

    /** On whatever port: a client on this machine would have us call what else listens here. */
    @Test
    void aPeerAtOurAddressIsNotCalled() {
        Route peer = new Route.Peer(2525, Optional.of(DOMAIN), false);
        assertThat(at(peer, "192.0.2.99")).isInstanceOf(Resolution.Unknown.class);
        assertThat(at(peer, "192.0.2.98")).isInstanceOf(Resolution.Found.class);
        assertThat(at(new Route.Peer(2525, Optional.of(DOMAIN), true), "192.0.2.99"))
                .isInstanceOf(Resolution.Found.class);
    }

    private Resolution at(Route route, String peer) {
        return Messages.await(routes.resolve(route, Optional.empty(), Optional.of(IpAddress.parse(peer))));
    }

    @Test
    void withoutMxTheDomainIsTheHost() {
        zone.mx.put(DOMAIN, List.of());
        host("acme.example", "192.0.2.5");
        assertThat(found()).containsExactly("acme.example[192.0.2.5]:25");
    }

    @Test
    void aNullMxAndADomainThatIsNoneAreFinal() {
        assertThat(code(resolve(MX))).isEqualTo(550);
        zone.mx.put(DOMAIN, List.of(new Dns.Mx(0, "")));
        assertThat(code(resolve(MX))).isEqualTo(556);
        assertThat(code(Messages.await(routes.resolve(MX, Optional.empty(), Optional.empty()))))
                .isEqualTo(550);
    }

    @Test
    void whatCannotBeFoundOutNowIsUnknown() {
        zone.mx.put(DOMAIN, List.of(new Dns.Mx(10, "a.example")));
        assertThat(resolve(MX)).isInstanceOf(Resolution.Unknown.class);
        zone.down = true;
        assertThat(resolve(MX)).isInstanceOf(Resolution.Unknown.class);
        assertThat(resolve(new Route.Fixed(new HostAddress("site.example", 25))))
                .isInstanceOf(Resolution.Unknown.class);
    }

    @Test
    void aFixedHostNeedsNoMx() {
        host("site.example", "192.0.2.3");
        assertThat(resolve(new Route.Fixed(new HostAddress("192.0.2.4", 2525))).toString())
                .contains("192.0.2.4:2525");
        assertThat(resolve(new Route.Relay(new HostAddress("site.example", 587), Optional.empty()))
                        .toString())
                .contains("site.example[192.0.2.3]:587");
    }

    /** A fault in the look-up must not leave a flush waiting for ever. */
    @Test
    void theStageNeverFails() {
        Routes broken = new Routes(
                new Dns() {
                    @Override
                    public List<Mx> mx(DomainName domain) {
                        throw new IllegalStateException("bug");
                    }

                    @Override
                    public List<InetAddress> addresses(String host) {
                        throw new IllegalStateException("bug");
                    }
                },
                DomainName.parse("mx.isp.example"),
                () -> own,
                Runnable::run);
        assertThat(Messages.await(broken.resolve(MX, Optional.of(DOMAIN), Optional.empty())))
                .isInstanceOf(Resolution.Unknown.class);
    }
}
