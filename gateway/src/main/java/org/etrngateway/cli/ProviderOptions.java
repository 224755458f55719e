package org.etrngateway.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.config.Credentials;
import org.etrngateway.smtp.Reply;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the site's side comes to its provider: under TLS or not, and as whom. */
final class ProviderOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--starttls", description = "Use TLS, with a certificate that is valid for HOST.")
    private boolean startTls;

    @Option(names = "--implicit-tls", description = "The same on a port where TLS comes before the greeting.")
    private boolean implicitTls;

    @Option(names = "--insecure", description = "With TLS: take any certificate. Whoever is in between can read.")
    private boolean insecure;

    @Option(
            names = "--auth-file",
            paramLabel = "FILE",
            description = "Log in with the user and the password in the two lines of this file.")
    private Path authFile;

    @Option(names = "--helo", paramLabel = "NAME", description = "Our name in EHLO; the address if none is given.")
    private String helo;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for the connection and for each reply (${DEFAULT-VALUE}).")
    private int timeout;

    /** How long to wait for a connection, and for a reply. */
    Duration limit() {
        return Duration.ofSeconds(timeout);
    }

    /**
     * @param port if none is written
     * @throws OperatorException if it is no address
     */
    static HostAddress address(String text, int port) {
        try {
            return HostAddress.parse(text, port);
        } catch (InvalidAddressException e) {
            throw new OperatorException(ExitCode.USAGE, text + ": " + e.getMessage());
        }
    }

    /**
     * Connects, and logs in if there is a login; the next command may go.
     *
     * @throws OperatorException if the options make no sense, or the server refuses
     */
    EtrnDialogue connect(HostAddress target) throws IOException {
        if (timeout < 1 || timeout > 3600) {
            throw new OperatorException(ExitCode.USAGE, "--timeout is 1 to 3600 seconds");
        }
        if (startTls && implicitTls) {
            throw new OperatorException(ExitCode.USAGE, "--starttls and --implicit-tls exclude each other");
        }
        EtrnDialogue dialogue = EtrnDialogue.open(target, limit());
        try {
            begin(dialogue, target);
            return dialogue;
        } catch (IOException | RuntimeException e) {
            dialogue.close();
            throw e;
        }
    }

    private void begin(EtrnDialogue dialogue, HostAddress target) throws IOException {
        if (implicitTls) {
            dialogue.protect(tls(), target, !insecure);
        }
        require(dialogue.reply(), "the server does not welcome us");
        hello(dialogue);
        if (startTls) {
            if (dialogue.keyword("STARTTLS").isEmpty()) {
                throw new OperatorException(ExitCode.UNAVAILABLE, target + " does not offer STARTTLS");
            }
            require(dialogue.say("STARTTLS"), "TLS refused");
            dialogue.protect(tls(), target, !insecure);
            hello(dialogue);
        }
        if (authFile != null) {
            EtrnLogin.run(dialogue, credentials());
        }
    }

    private void hello(EtrnDialogue dialogue) throws IOException {
        String address = dialogue.localAddress().getHostAddress();
        String literal =
                address.indexOf(':') < 0 ? "[" + address + "]" : "[IPv6:" + address.replaceFirst("%.*", "") + "]";
        require(dialogue.hello(helo == null ? literal : helo), "the server does not welcome us");
    }

    private static void require(Reply reply, String otherwise) {
        if (!reply.isPositive()) {
            throw new OperatorException(
                    reply.isTransient() ? ExitCode.TEMPORARY : ExitCode.UNAVAILABLE, otherwise + ": " + reply);
        }
    }

    private Credentials credentials() {
        try {
            return Credentials.read(authFile);
        } catch (NoSuchFileException e) {
            throw new OperatorException(ExitCode.USAGE, authFile + ": there is no such file");
        } catch (IOException e) {
            throw new OperatorException(ExitCode.USAGE, authFile + ": " + e.getMessage());
        }
    }

    private SSLSocketFactory tls() {
        if (!insecure) {
            return (SSLSocketFactory) SSLSocketFactory.getDefault();
        }
        spec.commandLine()
                .getErr()
                .println("WARNING: the certificate is not checked: anyone in between can read along");
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /** What went wrong with a server, in words and with the exit code that tells a script what to do. */
    static OperatorException failure(HostAddress target, IOException e) {
        if (e instanceof UnknownHostException) {
            return new OperatorException(ExitCode.TEMPORARY, "the host " + target.host() + " is not known");
        }
        if (e instanceof SSLException) {
            return new OperatorException(ExitCode.NO_PERMISSION, target + ": TLS failed: " + e.getMessage());
        }
        if (e instanceof EtrnDialogue.UnintelligibleException) {
            return new OperatorException(ExitCode.PROTOCOL, target + ": " + e.getMessage());
        }
        String words = e instanceof SocketTimeoutException
                ? "no answer in time"
                : e instanceof ConnectException ? "no connection: " + e.getMessage() : e.getMessage();
        return new OperatorException(ExitCode.TEMPORARY, target + ": " + words);
    }

    /** Believes every server; only on the operator's demand. */
    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
