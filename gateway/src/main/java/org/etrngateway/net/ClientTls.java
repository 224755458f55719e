package org.etrngateway.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.etrngateway.config.TlsMode;

/**
 * TLS as client, 1.2 or newer: with the certificate verified against the name, or the key against pins, or, where TLS is
 * only taken because it is offered, without. Made on first use, for most gateways never need it at the
 * start. Thread-safe.
 */
public final class ClientTls {
    private final Optional<TrustManagerFactory> trust;
    private final Map<TlsMode, SslContext> contexts = new HashMap<>();

    /**
     * @param trust whom to believe; empty: whom the JDK believes
     */
    public ClientTls(Optional<TrustManagerFactory> trust) {
        this.trust = trust;
    }

    SslHandler handler(ByteBufAllocator alloc, String serverName, int port, TlsMode mode) {
        return context(mode).newHandler(alloc, serverName, port);
    }

    private synchronized SslContext context(TlsMode mode) {
        return contexts.computeIfAbsent(mode, this::made);
    }

    private SslContext made(TlsMode mode) {
        return switch (mode.demand()) {
            case NONE -> throw new IllegalArgumentException("no TLS was asked for");
            case MAY -> unnamed(InsecureTrustManagerFactory.INSTANCE.getTrustManagers()[0]);
            case REQUIRE -> named();
            case PIN -> unnamed(new PinnedTrust(mode));
        };
    }

    private SslContext named() {
        SslContextBuilder builder = base().endpointIdentificationAlgorithm("HTTPS");
        trust.ifPresent(builder::trustManager);
        return built(builder);
    }

    private static SslContext unnamed(TrustManager trust) {
        return built(base().trustManager(trust).endpointIdentificationAlgorithm(null));
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
