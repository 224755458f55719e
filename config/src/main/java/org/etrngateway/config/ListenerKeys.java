package org.etrngateway.config;

import java.util.List;
import org.etrngateway.address.HostAddress;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Kind;
import org.etrngateway.config.schema.Listing;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Scalar;

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

    private static final Mapping<ListenerConfig> LISTENER = new Mapping<>(
            "a mapping of the settings of a listener",
            List.of(NAME, KIND, BIND),
            values -> new ListenerConfig(values.get(NAME), values.get(KIND), values.get(BIND)));

    static final Kind<List<ListenerConfig>> LISTENERS = new Listing<>("a list of listeners", LISTENER, 1);

    static final List<ListenerConfig> STANDARD = List.of(
            new ListenerConfig("smtp", ListenerConfig.Kind.SMTP, new HostAddress("127.0.0.1", 2525)),
            new ListenerConfig("trigger", ListenerConfig.Kind.TRIGGER, new HostAddress("127.0.0.1", 2524)));

    private ListenerKeys() {}

    private static String word(String text) {
        if (!text.matches("[A-Za-z0-9-]{1,63}")) {
            throw new IllegalArgumentException();
        }
        return text;
    }
}
