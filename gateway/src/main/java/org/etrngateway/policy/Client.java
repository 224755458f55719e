package org.etrngateway.policy;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.etrngateway.address.AccountName;
import org.etrngateway.config.CertificateId;

/**
 * Who a client is, as far as it has shown. Immutable: a session has another one as soon as more is known.
 *
 * @param local our end of its connection
 * @param secured true if nobody can read along
 * @param certificate of which the client has shown that it has the key; empty without TLS
 * @param account with which it logged in
 */
record Client(
        InetAddress address,
        InetAddress local,
        boolean secured,
        Optional<X509Certificate> certificate,
        Optional<AccountName> account) {
    /** One of which only is known where it came from. */
    static Client at(InetAddress address, InetAddress local) {
        return new Client(address, local, false, Optional.empty(), Optional.empty());
    }

    /** The same under TLS: what was said before does not count (RFC 3207 §4.2). */
    Client underTls(Optional<X509Certificate> shown) {
        return new Client(address, local, true, shown, Optional.empty());
    }

    Client loggedInAs(AccountName name) {
        return new Client(address, local, secured, certificate, Optional.of(name));
    }

    /** For logs and records: {@code account acme, 192.0.2.1}. */
    String words() {
        String from = address.getHostAddress();
        return account.map(name -> "account " + name + ", " + from)
                .or(() -> certificate.map(it -> "certificate " + CertificateId.subject(it) + ", " + from))
                .orElse(from);
    }
}
