package org.etrngateway.net;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.etrngateway.certificate.KeyPin;
import org.etrngateway.config.TlsMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinnedTrustTest {
    /** Only of the first certificate the server has proved that it holds the key; the rest anybody can show. */
    @Test
    void aPinnedCertificateBehindAnotherProvesNothing(@TempDir Path folder) throws Exception {
        X509Certificate site = new TestTls(folder).certificate();
        X509Certificate other = new TestTls(folder, "mail.other.example", "EC").certificate();
        PinnedTrust trust = new PinnedTrust(TlsMode.pinned(Set.of(KeyPin.of(site.getPublicKey()))));
        assertThatCode(() -> trust.checkServerTrusted(new X509Certificate[] {site, other}, "UNKNOWN"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> trust.checkServerTrusted(new X509Certificate[] {other, site}, "UNKNOWN"))
                .isInstanceOf(CertificateException.class);
    }
}
