package org.etrngateway.net;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.etrngateway.session.Secured;

/**
 * What is believed of the certificates of clients. In the handshake any will do, for one that nobody vouches for still
 * proves that its client holds a key, which a site may be known by; who vouches for it is looked up afterwards.
 * Immutable.
 */
final class ClientTrust extends X509ExtendedTrustManager {
    private final Optional<X509TrustManager> authorities;

    /**
     * @param authorities none: no certificate is trusted
     */
    ClientTrust(List<X509Certificate> authorities) {
        this.authorities = authorities.isEmpty() ? Optional.empty() : Optional.of(trust(authorities));
    }

    private static X509TrustManager trust(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry(
                        authority.getSubjectX500Principal() + " " + authority.getSerialNumber(), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java has these", e);
        }
    }

    /** What the handshake of a session has shown. */
    Secured facts(SSLSession session) {
        try {
            X509Certificate[] chain = (X509Certificate[]) session.getPeerCertificates();
            return new Secured(
                    session.getProtocol(), session.getCipherSuite(), Optional.of(chain[0]), isTrusted(chain));
        } catch (SSLPeerUnverifiedException e) {
            return new Secured(session.getProtocol(), session.getCipherSuite(), Optional.empty(), false);
        }
    }

    private boolean isTrusted(X509Certificate[] chain) {
        if (authorities.isEmpty()) {
            return false;
        }
        try {
            authorities.get().checkClientTrusted(chain, "UNKNOWN");
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        // Any will do.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        // Any will do.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        // Any will do.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this end is the server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this end is the server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this end is the server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
