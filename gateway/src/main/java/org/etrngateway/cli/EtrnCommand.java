package org.etrngateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.config.Credentials;
import org.etrngateway.smtp.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The trigger client, for the site's side (RFC 1985). */
@Command(
        name = "etrn",
        description = {
            "Asks a gateway for a site's mail (ETRN, RFC 1985).",
            "The gateway then calls the site's mail server back; this command does not wait for that."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done, or no mail waits",
            "64:wrong usage",
            "69:the server does not offer what is asked for",
            "75:not now: try again later (458, 4xx, no connection)",
            "76:the answer makes no sense",
            "77:not allowed (459, 530), or the login or the certificate was refused"
        })
final class EtrnCommand implements Callable<Integer> {
    private static final int SMTP = 25;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "HOST[:PORT]", description = "The gateway; port 25 if none is given.")
    private String server;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "NAME",
            description = "A domain of the site; @domain for it and all below it; #site for a site by name.")
    private List<String> names;

    @Option(names = "--starttls", description = "Use TLS, with a certificate that is valid for HOST.")
    private boolean startTls;

    @Option(
            names = "--insecure",
            description = "With --starttls: take any certificate. Whoever is in between can read.")
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

    @Override
    public Integer call() {
        HostAddress target = target();
        List<String> arguments = names.stream().map(EtrnCommand::checked).toList();
        if (timeout < 1 || timeout > 3600) {
            throw new OperatorException(ExitCode.USAGE, "--timeout is 1 to 3600 seconds");
        }
        try (EtrnDialogue dialogue = EtrnDialogue.open(target, Duration.ofSeconds(timeout))) {
            begin(dialogue, target);
            int result = ExitCode.OK;
            for (String name : arguments) {
                Reply reply = dialogue.say("ETRN " + name);
                out().println(name + ": " + words(reply) + " (" + reply + ")");
                result = result == ExitCode.OK ? exitCode(reply) : result;
            }
            goodbye(dialogue);
            return result;
        } catch (IOException e) {
            throw failure(target, e);
        }
    }

    private void begin(EtrnDialogue dialogue, HostAddress target) throws IOException {
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
        if (dialogue.hasKeywords() && dialogue.keyword("ETRN").isEmpty()) {
            throw new OperatorException(ExitCode.UNAVAILABLE, target + " does not offer ETRN");
        }
    }

    /** What was asked for is granted by now, whatever becomes of the connection. */
    private static void goodbye(EtrnDialogue dialogue) {
        try {
            dialogue.say("QUIT");
        } catch (IOException e) {
            // The server hung up first.
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

    private HostAddress target() {
        try {
            return HostAddress.parse(server, SMTP);
        } catch (InvalidAddressException e) {
            throw new OperatorException(ExitCode.USAGE, server + ": " + e.getMessage());
        }
    }

    /** The name as it goes over the line. Only what it may be made of is checked: which names there are, the server knows. */
    private static String checked(String name) {
        try {
            if (name.startsWith("#") && name.matches("#[!-~]+")) {
                return name;
            }
            return name.startsWith("@")
                    ? "@" + DomainName.parse(name.substring(1))
                    : DomainName.parse(name).toString();
        } catch (InvalidAddressException e) {
            throw new OperatorException(ExitCode.USAGE, name + ": " + e.getMessage());
        }
    }

    private static String words(Reply reply) {
        return switch (reply.code()) {
            case 250, 252, 253 -> "the mail is on its way";
            case 251 -> "no mail waits";
            case 458 -> "not now, try again later";
            case 459, 530 -> "not allowed";
            default -> reply.isTransient() ? "not now, try again later" : "refused";
        };
    }

    static int exitCode(Reply reply) {
        return switch (reply.code()) {
            case 459, 530, 535 -> ExitCode.NO_PERMISSION;
            default -> reply.isPositive() ? ExitCode.OK : reply.isTransient() ? ExitCode.TEMPORARY : ExitCode.PROTOCOL;
        };
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

    private static OperatorException failure(HostAddress target, IOException e) {
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

    private PrintWriter out() {
        return spec.commandLine().getOut();
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
