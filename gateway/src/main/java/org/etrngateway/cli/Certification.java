package org.etrngateway.cli;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etrngateway.certificate.BadCertificateException;
import org.etrngateway.certificate.Certificates;
import org.etrngateway.certificate.ServerCertificate;
import org.etrngateway.config.FileStamp;
import org.etrngateway.config.TlsConfig;
import org.etrngateway.net.ServerTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Brings the certificates of the settings to the listeners, again when a file changes. Where one cannot be used all stay
 * as they were. Thread-safe.
 */
final class Certification implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Certification.class);

    private final ServerTls tls = new ServerTls();
    private TlsConfig config;
    private Map<Path, FileStamp> stamps = Map.of();
    private Map<String, Instant> ends = Map.of();

    /**
     * @throws OperatorException if a file cannot be used
     */
    Certification(TlsConfig config) {
        this.config = config;
        try {
            load(config);
        } catch (BadCertificateException e) {
            throw new OperatorException(ExitCode.CONFIG, e.file() + ": " + e.getMessage());
        }
    }

    ServerTls tls() {
        return tls;
    }

    /** When each certificate ends that clients are shown, by its first name. */
    synchronized Map<String, Instant> ends() {
        return ends;
    }

    /** Takes new settings. */
    synchronized void replace(TlsConfig next) {
        config = next;
        refresh();
    }

    /** Reads the files again if one has changed. */
    synchronized void reread() {
        if (!stamps.equals(stamps(config))) {
            refresh();
        }
    }

    private void refresh() {
        try {
            load(config);
        } catch (BadCertificateException e) {
            log.atError()
                    .addKeyValue("file", e.file())
                    .addKeyValue("reason", e.getMessage())
                    .log("certificates cannot be read again: those read before stay in force");
        }
    }

    private void load(TlsConfig from) throws BadCertificateException {
        // Taken before the files are read: one that changes meanwhile is read again.
        stamps = stamps(from);
        if (from.certificates().isEmpty()) {
            return;
        }
        List<ServerCertificate> certificates = new ArrayList<>();
        for (TlsConfig.Pair pair : from.certificates()) {
            certificates.add(ServerCertificate.read(pair.certificate(), pair.key()));
        }
        List<X509Certificate> authorities =
                from.clientCa().isPresent() ? Certificates.read(from.clientCa().get()) : List.of();
        tls.replace(certificates, authorities);
        ends = certificates.stream()
                .collect(Collectors.toUnmodifiableMap(
                        server -> server.names().stream().findFirst().orElse("without a name"),
                        server -> server.certificate().getNotAfter().toInstant(),
                        // Of two for one name, of different kinds of keys, the one that ends first matters.
                        (one, other) -> one.isBefore(other) ? one : other));
        certificates.forEach(Certification::tell);
    }

    private static void tell(ServerCertificate server) {
        Instant end = server.certificate().getNotAfter().toInstant();
        boolean over = end.isBefore(Clock.systemUTC().instant());
        log.atLevel(over ? Level.WARN : Level.INFO)
                .addKeyValue("names", String.join(",", server.names()))
                .addKeyValue("until", end)
                .log(over ? "a certificate has expired" : "certificate read");
    }

    private static Map<Path, FileStamp> stamps(TlsConfig config) {
        Map<Path, FileStamp> stamps = new HashMap<>();
        Stream.concat(
                        config.certificates().stream().flatMap(pair -> Stream.of(pair.certificate(), pair.key())),
                        config.clientCa().stream())
                .forEach(file -> stamps.put(file, FileStamp.of(file)));
        return stamps;
    }

    @Override
    public void close() {
        tls.close();
    }
}
