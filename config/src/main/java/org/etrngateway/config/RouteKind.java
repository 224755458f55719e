package org.etrngateway.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.HostAddress;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Kind;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Printed;
import org.etrngateway.config.schema.Problems;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.Values;
import org.etrngateway.config.schema.YamlValue;

/**
 * The route of a site: {@code { host, port }}, {@code mx}, {@code { mx: { port } }}, {@code { peer: { port, greeting } }},
 * {@code atrn}.
 */
final class RouteKind implements Kind<Route> {
    static final String MX_WORD = "mx";
    static final String PEER_WORD = "peer";
    static final Route.Mx MX = new Route.Mx(Route.SMTP_PORT);
    private static final Route.Peer PEER = new Route.Peer(Route.SMTP_PORT, Optional.empty(), false);

    /** Those that a word stands for. */
    private static final Map<String, Route> WORDS = Map.of(MX_WORD, MX, PEER_WORD, PEER, "atrn", new Route.Atrn());

    private static final String ROUTES = "the routes are { host: 192.0.2.7, port: 25 }, mx, peer and atrn";

    private static final Key<Route, Optional<String>> HOST =
            Key.optional("host", RouteKind::hostOf, Kinds.HOST, "The host to which mail is sent.");

    private static final Key<Route, Optional<Integer>> PORT =
            Key.optional("port", RouteKind::portOf, Kinds.PORT, "The port of the host; 25 unless given.");

    private static final Key<Route.Mx, Integer> PORT_OF_MX =
            Key.of("port", Route.Mx::port, Kinds.PORT, Route.SMTP_PORT, "The port of the MX hosts.");

    private static final Mapping<Route.Mx> MX_MAPPING = new Mapping<>(
            "a mapping of the settings of an MX route",
            List.of(PORT_OF_MX),
            values -> new Route.Mx(values.get(PORT_OF_MX)));

    private static final Key<Route, Optional<Route.Mx>> MX_KEY =
            Key.optional(MX_WORD, RouteKind::mxOf, MX_MAPPING, "Instead of a host: the MX hosts of the domain.");

    private static final Key<Route.Peer, Integer> PORT_OF_PEER =
            Key.of("port", Route.Peer::port, Kinds.PORT, Route.SMTP_PORT, "The port of the site's server.");

    private static final Key<Route.Peer, Optional<DomainName>> GREETING = Key.optional(
            "greeting",
            Route.Peer::greeting,
            Kinds.DOMAIN,
            "The name with which the site's server greets: where another does, nothing is said to it.");

    private static final Key<Route.Peer, Boolean> OWN_ADDRESSES = Key.of(
            "own-addresses",
            Route.Peer::ownAddresses,
            Scalar.truth(),
            false,
            "Whether a site that asks from this machine is called here.");

    private static final Mapping<Route.Peer> PEER_MAPPING = new Mapping<>(
            "a mapping of the settings of a peer route",
            List.of(PORT_OF_PEER, GREETING, OWN_ADDRESSES),
            values -> new Route.Peer(values.get(PORT_OF_PEER), values.get(GREETING), values.get(OWN_ADDRESSES)));

    private static final Key<Route, Optional<Route.Peer>> PEER_KEY = Key.optional(
            PEER_WORD,
            RouteKind::peerOf,
            PEER_MAPPING,
            "Instead of a host: where the site asked from, once it proved who it is.");

    private static final Mapping<Route> MAPPING = new Mapping<>(
            "a mapping of the settings of a route", List.of(HOST, PORT, MX_KEY, PEER_KEY), RouteKind::assemble);

    @Override
    public Optional<Route> read(YamlValue value, Problems problems) {
        Optional<String> word = value.text();
        if (word.map(WORDS::containsKey).orElse(false)) {
            return word.map(WORDS::get);
        }
        if (word.isPresent()) {
            String text = "there is no route '" + word.get() + "'; " + ROUTES;
            problems.report(value.file(), value.line(), value.key(), text);
            return Optional.empty();
        }
        return MAPPING.read(value, problems);
    }

    private static Route assemble(Values<Route> values) {
        Optional<String> host = values.get(HOST);
        Optional<Route.Mx> mx = values.get(MX_KEY);
        Optional<Route.Peer> peer = values.get(PEER_KEY);
        if (Stream.of(host, mx, peer).filter(Optional::isPresent).count() != 1) {
            values.refuse(HOST, "a route has either a host, or mx, or peer; " + ROUTES);
        } else if (host.isEmpty() && values.get(PORT).isPresent()) {
            values.refuse(PORT, "belongs to a host; for others write { mx: { port: 25 } } or { peer: { port: 25 } }");
        }
        return host.<Route>map(name ->
                        new Route.Fixed(new HostAddress(name, values.get(PORT).orElse(Route.SMTP_PORT))))
                .or(() -> peer)
                .orElse(mx.orElse(MX));
    }

    @Override
    public Printed print(Route value) {
        return WORDS.entrySet().stream()
                .filter(word -> word.getValue().equals(value))
                .<Printed>map(word -> new Printed.Text(word.getKey()))
                .findAny()
                .orElseGet(() -> MAPPING.print(value));
    }

    @Override
    public String describe() {
        return "a route such as { host: 192.0.2.7, port: 25 }, mx, peer or atrn";
    }

    @Override
    public List<Mapping<?>> mappings() {
        return List.of(MAPPING);
    }

    private static Optional<String> hostOf(Route route) {
        return route instanceof Route.Fixed fixed ? Optional.of(fixed.target().host()) : Optional.empty();
    }

    private static Optional<Integer> portOf(Route route) {
        return route instanceof Route.Fixed fixed ? Optional.of(fixed.target().port()) : Optional.empty();
    }

    private static Optional<Route.Peer> peerOf(Route route) {
        return route instanceof Route.Peer peer ? Optional.of(peer) : Optional.empty();
    }

    private static Optional<Route.Mx> mxOf(Route route) {
        return route instanceof Route.Mx mx ? Optional.of(mx) : Optional.empty();
    }
}
