import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A key and a certificate for a gateway that is measured under TLS, by openssl, and clients that believe it. */
final class Protection {
    private final Path certificate;
    private final Path key;

    private Protection(Path folder) {
        certificate = folder.resolve("mx.pem");
        key = folder.resolve("mx.key");
    }

    /** Makes both in the folder: an EC key, as most certificates have by now. */
    static Protection in(Path folder) throws IOException, InterruptedException {
        Protection made = new Protection(Files.createDirectories(folder));
        Process openssl = new ProcessBuilder(
                        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", "/CN=mx.isp.example", "-addext", "subjectAltName=DNS:mx.isp.example",
                        "-keyout", made.key.toString(), "-out", made.certificate.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(openssl.getInputStream().readAllBytes());
        if (openssl.waitFor() != 0) {
            throw new IOException("openssl made no certificate: " + said);
        }
        return made;
    }

    /** The setting of a gateway that shows it. */
    String setting() {
        return "tls: { certificates: [{ certificate: " + certificate + ", key: " + key + " }] }\n";
    }

    SSLSocketFactory clients() throws GeneralSecurityException, IOException {
        KeyStore believed = KeyStore.getInstance("PKCS12");
        believed.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            believed.setCertificateEntry(
                    "mx", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(believed);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
