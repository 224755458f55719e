package org.etrngateway.config;

import java.util.List;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.AddressRange;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Listing;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.Values;

/** Those settings of a site's triggers that say whose they are. */
final class ProofKeys {
    static final Key<TriggerConfig, List<AddressRange>> FROM = Key.of(
            "from",
            trigger -> trigger.proof().from(),
            Kinds.RANGES,
            List.of(),
            "The addresses from which the site's clients come.");

    static final Key<TriggerConfig, List<AccountName>> ACCOUNTS = Key.of(
            "account",
            trigger -> trigger.proof().accounts(),
            new Listing<>(
                    "an account or a list of accounts",
                    new Scalar<>("the name of an account", AccountName::new, AccountName::toString),
                    0),
            List.of(),
            "The accounts with which the site's clients log in; `gateway site passwd` sets their passwords.");

    static final Key<TriggerConfig, List<CertificateId>> CERTIFICATES = Key.of(
            "certificates",
            trigger -> trigger.proof().certificates(),
            new Listing<>(
                    "a list of certificates such as [sha256/9F:86:…, \"CN=mail.acme.example\"]",
                    new Scalar<>("a fingerprint or a subject", CertificateId::parse, CertificateId::toString),
                    0),
            List.of(),
            "The certificates of the site's clients: sha256/ with the fingerprint of the whole certificate, or the subject"
                    + " of one that an authority of the listener has issued.");

    static final Key<TriggerConfig, ProofConfig.Require> REQUIRE = Key.of(
            "require",
            trigger -> trigger.proof().require(),
            Scalar.oneOf(ProofConfig.Require.class),
            ProofConfig.Require.ANY,
            "Whether one of from, account and certificates is enough, or all that are given must fit.");

    static final Key<TriggerConfig, Boolean> PLAIN_TEXT_AUTH = Key.of(
            "plain-text-auth",
            trigger -> trigger.proof().plainTextAuth(),
            Scalar.truth(),
            false,
            "Whether the site's clients may send a password without TLS, where others can read it.");

    static final List<Key<TriggerConfig, ?>> ALL = List.of(FROM, ACCOUNTS, CERTIFICATES, REQUIRE, PLAIN_TEXT_AUTH);

    private ProofKeys() {}

    static ProofConfig assemble(Values<TriggerConfig> values) {
        return new ProofConfig(
                values.get(FROM),
                values.get(ACCOUNTS),
                values.get(CERTIFICATES),
                values.get(REQUIRE),
                values.get(PLAIN_TEXT_AUTH));
    }
}
