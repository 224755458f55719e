package org.etrngateway.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.etrngateway.certificate.ServerCertificate;

/** A certificate for a name and localhost that its maker alone believes, by the JDK's keytool. */
public final class TestTls {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private final KeyStore store;

    /** For {@code mail.acme.example}. */
    public TestTls(Path folder) throws Exception {
        this(folder, "mail.acme.example", "EC");
    }

    /**
     * @param algorithm of the key: EC or RSA
     */
    TestTls(Path folder, String name, String algorithm) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "site",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name + ",dns:localhost",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
    }

    /** Writes certificate and key for a server, as PEM. */
    public void write(Path certificate, Path key) throws GeneralSecurityException, IOException {
        Files.writeString(certificate, pem("CERTIFICATE", certificate().getEncoded()));
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, pem("PRIVATE KEY", keys().getPrivateKey("site").getEncoded()));
    }

    private static String pem(String kind, byte[] octets) {
        String text = Base64.getMimeEncoder().encodeToString(octets);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }

    public X509Certificate certificate() throws GeneralSecurityException {
        return (X509Certificate) store.getCertificate("site");
    }

    public SSLContext server() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {keys()}, null, null);
        return context;
    }

    X509KeyManager keys() throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        return (X509KeyManager) keys.getKeyManagers()[0];
    }

    /** The same for a server of ours. */
    public ServerCertificate identity() throws GeneralSecurityException {
        X509KeyManager keys = keys();
        return new ServerCertificate(List.of(keys.getCertificateChain("site")), keys.getPrivateKey("site"));
    }

    /** A client that believes it. */
    public SSLContext client(KeyManager... keys) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust().getTrustManagers(), null);
        return context;
    }

    /** Who believes it. */
    public TrustManagerFactory trust() throws GeneralSecurityException, IOException {
        KeyStore believed = KeyStore.getInstance("PKCS12");
        believed.load(null, null);
        believed.setCertificateEntry("site", store.getCertificate("site"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(believed);
        return trust;
    }
}
