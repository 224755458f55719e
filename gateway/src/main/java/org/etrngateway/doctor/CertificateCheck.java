package org.etrngateway.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.etrngateway.address.DomainName;
import org.etrngateway.certificate.BadCertificateException;
import org.etrngateway.certificate.ServerCertificate;
import org.etrngateway.config.TlsConfig;

/** Whether the certificates that clients are shown are of today, and for our name. */
public final class CertificateCheck implements Check {
    private static final String ABOUT = "certificate";
    private static final Duration SOON = Duration.ofDays(14);

    private final TlsConfig tls;
    private final DomainName hostname;
    private final Clock clock;

    public CertificateCheck(TlsConfig tls, DomainName hostname, Clock clock) {
        this.tls = tls;
        this.hostname = hostname;
        this.clock = clock;
    }

    @Override
    public List<Finding> look() {
        if (tls.certificates().isEmpty()) {
            return List.of(
                    Finding.advice(
                            ABOUT,
                            "no listener has TLS",
                            "give `tls: certificates`, and `tls:` in a listener: passwords and mail go in the clear without it"));
        }
        return tls.certificates().stream().map(this::look).toList();
    }

    private Finding look(TlsConfig.Pair pair) {
        ServerCertificate server;
        try {
            server = ServerCertificate.read(pair.certificate(), pair.key());
        } catch (BadCertificateException e) {
            return Finding.problem(
                    ABOUT, e.file() + ": " + e.getMessage(), "put a sound file there; it is read within seconds");
        }
        Instant now = clock.instant();
        Instant end = server.certificate().getNotAfter().toInstant();
        Instant begin = server.certificate().getNotBefore().toInstant();
        String text = pair.certificate() + " is for " + String.join(", ", server.names()) + ", until " + end;
        if (end.isBefore(now) || begin.isAfter(now)) {
            return Finding.problem(
                    ABOUT,
                    text + (begin.isAfter(now) ? ", and begins only at " + begin : ", which is over"),
                    "renew it");
        }
        if (end.isBefore(now.plus(SOON))) {
            return Finding.advice(ABOUT, text, "renew it; the gateway reads the new one by itself");
        }
        return server.isFor(hostname.name())
                ? Finding.ok(ABOUT, text)
                : Finding.advice(
                        ABOUT,
                        text + ", not for our name " + hostname,
                        "right if clients know us by another name; else get one for " + hostname);
    }
}
