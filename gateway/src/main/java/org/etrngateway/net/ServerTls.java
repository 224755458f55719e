package org.etrngateway.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import org.etrngateway.certificate.ServerCertificate;
import org.etrngateway.config.ListenerTls.ClientCertificates;
import org.etrngateway.session.Secured;

/**
 * TLS as server, 1.2 or newer, with forward secrecy. The certificates can be replaced at any time: handshakes that begin
 * behind that show the new ones. Signatures are made on threads of their own, for one takes as long as a hundred
 * commands. Nothing of TLS is loaded before {@link #replace}. Thread-safe.
 */
public final class ServerTls implements AutoCloseable {
    /** What is left of TLS 1.2 without CBC and without keys that later tell what was said (RFC 9325 §4.2). */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** Sessions that are remembered, so that who comes again needs no signature. */
    private static final int SESSIONS = 2_000;

    private static final int SESSION_SECONDS = 3_600;
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final ExecutorService signing =
            Executors.newFixedThreadPool(THREADS, new DefaultThreadFactory("tls", true));
    private volatile Material material;

    /** What handshakes use from some moment on. */
    private record Material(Map<ClientCertificates, SslContext> contexts, ClientTrust trust) {}

    /**
     * @param certificates at least one; the first is shown to those who ask for no name, or for none of ours
     * @param authorities whose certificates make a client {@linkplain Secured#trusted trusted}
     */
    public void replace(List<ServerCertificate> certificates, List<X509Certificate> authorities) {
        // A client that begins the handshake anew makes us sign again, for nothing.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        ServerKeys keys = new ServerKeys(certificates);
        ClientTrust trust = new ClientTrust(authorities);
        Map<ClientCertificates, SslContext> contexts = new EnumMap<>(ClientCertificates.class);
        for (ClientCertificates clients : ClientCertificates.values()) {
            contexts.put(clients, context(keys, trust, clients));
        }
        material = new Material(contexts, trust);
    }

    private static SslContext context(ServerKeys keys, ClientTrust trust, ClientCertificates clients) {
        try {
            return SslContextBuilder.forServer(keys)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(CIPHERS)
                    .trustManager(trust)
                    .clientAuth(
                            switch (clients) {
                                case NONE -> ClientAuth.NONE;
                                case OPTIONAL -> ClientAuth.OPTIONAL;
                                case REQUIRED -> ClientAuth.REQUIRE;
                            })
                    .sessionCacheSize(SESSIONS)
                    .sessionTimeout(SESSION_SECONDS)
                    .build();
        } catch (SSLException e) {
            throw new UncheckedIOException("this Java has no TLS", e);
        }
    }

    /** A handler for one connection. Its session minds the time. */
    SslHandler handler(ByteBufAllocator alloc, ClientCertificates clients) {
        SslHandler handler = material.contexts().get(clients).newHandler(alloc, signing);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** What the handshake has shown, once it is done. */
    Secured facts(SslHandler handler) {
        return material.trust().facts(handler.engine().getSession());
    }

    @Override
    public void close() {
        signing.shutdownNow();
    }
}
