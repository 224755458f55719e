package org.etrngateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import org.etrngateway.certificate.BadCertificateException;
import org.etrngateway.certificate.Certificates;
import org.etrngateway.certificate.ServerCertificate;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Listing;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Values;

/** The settings of certificates. */
final class TlsKeys {
    private static final Key<TlsConfig.Pair, Path> CERTIFICATE = Key.required(
            "certificate",
            TlsConfig.Pair::certificate,
            PathKind.CERTIFICATES,
            "A PEM file: the server's own certificate, and those above it.");

    private static final Key<TlsConfig.Pair, Path> KEY = Key.required(
            "key",
            TlsConfig.Pair::key,
            PathKind.KEY,
            "A PEM file with its key, not encrypted, that not everybody can read.");

    private static final Mapping<TlsConfig.Pair> FILES =
            new Mapping<>("a mapping of a certificate and its key", List.of(CERTIFICATE, KEY), TlsKeys::assemble);

    private static final Key<TlsConfig, List<TlsConfig.Pair>> CERTIFICATES = Key.of(
            "certificates",
            TlsConfig::certificates,
            new Listing<>("a list of certificates", FILES, 0),
            List.of(),
            "What clients are shown: the one for the name they ask for (SNI), else the first. The files are read again"
                    + " when they change.");

    private static final Key<TlsConfig, Optional<Path>> CLIENT_CA = Key.optional(
            "client-ca",
            TlsConfig::clientCa,
            PathKind.CERTIFICATES,
            "A PEM file of the authorities that make certificates for clients: without it these are known by their"
                    + " fingerprints only.");

    static final Mapping<TlsConfig> TLS = new Mapping<>(
            "a mapping of the settings of TLS",
            List.of(CERTIFICATES, CLIENT_CA),
            values -> new TlsConfig(values.get(CERTIFICATES), values.get(CLIENT_CA)));

    private TlsKeys() {}

    static List<ConfigProblem> problemsOfCertificates(Path file) {
        try {
            Certificates.read(file);
            return List.of();
        } catch (BadCertificateException e) {
            return problem(file, e.getMessage());
        }
    }

    /** What is in it is looked at together with its certificate. */
    static List<ConfigProblem> problemsOfKey(Path file) {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            boolean open =
                    view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
            return open ? problem(file, "everybody can read the key: chmod o= helps") : List.of();
        } catch (NoSuchFileException e) {
            return problem(file, "there is no such file");
        } catch (IOException e) {
            return problem(file, String.valueOf(e.getMessage()));
        }
    }

    private static List<ConfigProblem> problem(Path file, String text) {
        return List.of(new ConfigProblem(file, 0, "", text));
    }

    private static TlsConfig.Pair assemble(Values<TlsConfig.Pair> values) {
        TlsConfig.Pair files = new TlsConfig.Pair(values.get(CERTIFICATE), values.get(KEY));
        try {
            ServerCertificate.read(files.certificate(), files.key());
        } catch (BadCertificateException e) {
            values.refuse(KEY, e.file() + ": " + e.getMessage());
        }
        return files;
    }
}
