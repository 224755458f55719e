package org.etrngateway.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS as client, 1.2 or newer: with the certificate verified against the name, or, where TLS is only
 * taken because it is offered, without. Made on first use, for most gateways never need it at the
 * start. Thread-safe.
 */
public final class ClientTls {
    private final Optional<TrustManagerFactory> trust;
    private SslContext verifying;
    private SslContext trusting;

    /**
     * @param trust whom to believe; empty: whom the JDK believes
     */
    public ClientTls(Optional<TrustManagerFactory> trust) {
        this.trust = trust;
    }

    SslHandler handler(ByteBufAllocator alloc, String serverName, int port, boolean verify) {
        SslContext context = verify ? verifying() : trusting();
        return context.newHandler(alloc, serverName, port);
    }

    private synchronized SslContext verifying() {
        if (verifying == null) {
            SslContextBuilder builder = base().endpointIdentificationAlgorithm("HTTPS");
            trust.ifPresent(builder::trustManager);
            verifying = built(builder);
        }
        return verifying;
    }

    private synchronized SslContext trusting() {
        if (trusting == null) {
            trusting = built(
                    base().trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null));
        }
        return trusting;
    }

    private static SslContextBuilder base() {
        return SslContextBuilder.forClient().sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2");
    }

    private static SslContext built(SslContextBuilder builder) {
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new UncheckedIOException("this Java has no TLS", e);
        }
    }
}
