package org.etrngateway.policy;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.CertificateId;
import org.etrngateway.delivery.Caller;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.session.Secured;

/**
 * Who a client is, as far as it has shown. Immutable: a session has another one as soon as more is known.
 *
 * @param local our end of its connection
 * @param tls what its handshake has shown; empty where others can read along
 * @param account with which it logged in
 */
record Client(InetAddress address, InetAddress local, Optional<Secured> tls, Optional<AccountName> account) {
    /** One of which only is known where it came from. */
    static Client at(InetAddress address, InetAddress local) {
        return new Client(address, local, Optional.empty(), Optional.empty());
    }

    /** The same under TLS: what was said before does not count (RFC 3207 §4.2). */
    Client underTls(Secured shown) {
        return new Client(address, local, Optional.of(shown), Optional.empty());
    }

    Client loggedInAs(AccountName name) {
        return new Client(address, local, tls, Optional.of(name));
    }

    /** True if nobody can read along. */
    boolean secured() {
        return tls.isPresent();
    }

    /** By what its certificate can be known: the subject only if an authority of ours vouches for it. */
    List<CertificateId> certificate() {
        return tls.flatMap(shown -> shown.certificate().map(it -> ids(it, shown.trusted())))
                .orElse(List.of());
    }

    private static List<CertificateId> ids(X509Certificate certificate, boolean trusted) {
        CertificateId fingerprint = CertificateId.fingerprint(certificate);
        return trusted ? List.of(CertificateId.subject(certificate), fingerprint) : List.of(fingerprint);
    }

    /** True if it has logged in. */
    boolean isKnown() {
        return account.isPresent();
    }

    /** Its wish that a site's mail be released. */
    Trigger trigger(ReleaseRights rights, SiteName site, Optional<Set<DomainName>> domains, Trigger.Cause cause) {
        Caller caller = new Caller(address, local, rights.isProven(site, this), secured());
        return new Trigger(site, domains, cause, words(), Optional.of(caller));
    }

    /** For logs and records: {@code account acme, 192.0.2.1}. */
    String words() {
        String from = address.getHostAddress();
        return account.map(name -> "account " + name + ", " + from)
                .or(() -> certificate().stream().findFirst().map(it -> "certificate " + it + ", " + from))
                .orElse(from);
    }
}
