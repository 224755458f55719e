package org.etrngateway.net;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.etrngateway.certificate.KeyPin;
import org.etrngateway.config.TlsMode;

/** Believes a server whose key is pinned, and nobody else; no authority, name or date counts (RFC 7469 §2.6). Immutable. */
final class PinnedTrust extends X509ExtendedTrustManager {
    private final TlsMode pinned;

    PinnedTrust(TlsMode pinned) {
        this.pinned = pinned;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        // The server has proved to hold the first one's key; that of another in the chain anybody may show.
        if (!pinned.isPinOf(chain[0].getPublicKey())) {
            throw new CertificateException(
                    "the server's key has the pin " + KeyPin.of(chain[0].getPublicKey()) + ", which is not the site's");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this end is the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this end is the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this end is the client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
