package org.etrngateway.config;

import java.util.List;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.HostAddress;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Kind;
import org.etrngateway.config.schema.Listing;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.Values;

/** The settings of listeners. */
final class ListenerKeys {
    private static final Key<ListenerConfig, String> NAME = Key.required(
            "name",
            ListenerConfig::name,
            new Scalar<>("a word of letters, digits and hyphens", ListenerKeys::word, word -> word),
            "Stands in logs; no two listeners have the same.");

    private static final Key<ListenerConfig, ListenerConfig.Kind> KIND = Key.required(
            "kind",
            ListenerConfig::kind,
            Scalar.oneOf(ListenerConfig.Kind.class),
            "smtp: accepts mail and ETRN, strict; trigger: ETRN only, tolerant of old clients; submission: mail from"
                    + " sites, with AUTH; odmr: ATRN, with AUTH.");

    private static final Key<ListenerConfig, HostAddress> BIND = Key.required(
            "bind", ListenerConfig::bind, Kinds.BIND, "Where it listens; port 0 lets the system choose one.");

    private static final Key<ListenerConfig, ListenerTls.Mode> TLS = Key.of(
            "tls",
            listener -> listener.tls().mode(),
            Scalar.oneOf(ListenerTls.Mode.class),
            ListenerTls.Mode.NONE,
            "Whether TLS is offered (starttls), or begins with the connection (implicit).");

    private static final Key<ListenerConfig, ListenerTls.ClientCertificates> CLIENT_CERTIFICATES = Key.of(
            "client-certificates",
            listener -> listener.tls().clients(),
            Scalar.oneOf(ListenerTls.ClientCertificates.class),
            ListenerTls.ClientCertificates.NONE,
            "Whether clients may or must show one; where they must, nothing is taken before TLS.");

    private static final Key<ListenerConfig, Integer> CONNECTIONS = Key.of(
            "connections",
            ListenerConfig::connections,
            Scalar.number(1, 1_000_000),
            ListenerConfig.CONNECTIONS,
            "Open at once on this listener.");

    private static final Key<ListenerConfig, List<AddressRange>> PROXY = Key.of(
            "proxy",
            ListenerConfig::proxies,
            Kinds.RANGES,
            List.of(),
            "Proxies in front: who comes from there says in a PROXY header (HAProxy, version 1 or 2) for whom; nobody"
                    + " else may.");

    private static final Mapping<ListenerConfig> LISTENER = new Mapping<>(
            "a mapping of the settings of a listener",
            List.of(NAME, KIND, BIND, TLS, CLIENT_CERTIFICATES, CONNECTIONS, PROXY),
            ListenerKeys::assemble);

    static final Kind<List<ListenerConfig>> LISTENERS = new Listing<>("a list of listeners", LISTENER, 1);

    static final List<ListenerConfig> STANDARD = List.of(
            standard("smtp", ListenerConfig.Kind.SMTP, 2525), standard("trigger", ListenerConfig.Kind.TRIGGER, 2524));

    private ListenerKeys() {}

    private static ListenerConfig standard(String name, ListenerConfig.Kind kind, int port) {
        return new ListenerConfig(
                name,
                kind,
                new HostAddress("127.0.0.1", port),
                ListenerTls.NONE,
                ListenerConfig.CONNECTIONS,
                List.of());
    }

    private static ListenerConfig assemble(Values<ListenerConfig> values) {
        ListenerTls tls = new ListenerTls(values.get(TLS), values.get(CLIENT_CERTIFICATES));
        if (tls.mode() == ListenerTls.Mode.NONE && tls.clients() != ListenerTls.ClientCertificates.NONE) {
            values.refuse(CLIENT_CERTIFICATES, "certificates are shown under TLS only: tls is none here");
        }
        return new ListenerConfig(
                values.get(NAME), values.get(KIND), values.get(BIND), tls, values.get(CONNECTIONS), values.get(PROXY));
    }

    private static String word(String text) {
        if (!text.matches("[A-Za-z0-9-]{1,63}")) {
            throw new IllegalArgumentException();
        }
        return text;
    }
}
