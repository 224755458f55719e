package org.etrngateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.smtp.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The site's side of ATRN (RFC 2645): turns the connection round and lets the provider talk to the site's own mail
 * server over it, so that a 250 is the server's and nobody else's.
 */
@Command(
        name = "atrn",
        description = {
            "Collects a site's mail over this connection (ATRN, RFC 2645), for sites that nobody can call.",
            "The mail goes straight to the site's own mail server; nothing is kept here."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:the mail is delivered, or none waits",
            "64:wrong usage",
            "69:the server does not offer what is asked for",
            "75:not now: try again later (450, 4xx, no connection, the site's server is down, the line was cut)",
            "76:the answer makes no sense",
            "77:not allowed (530), or the login or the certificate was refused"
        })
final class AtrnCommand implements Callable<Integer> {
    private static final int ODMR = 366;
    private static final int SMTP = 25;
    private static final int NOTHING_WAITS = 453;
    private static final int TURNED = 250;

    /** RFC 2645 §5.2.1: at least as long. */
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(11);

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "HOST[:PORT]", description = "The gateway; port 366 if none is given.")
    private String server;

    @Option(
            names = "--domains",
            paramLabel = "NAME",
            split = ",",
            description = "The domains whose mail is wanted; all of the site's if none is given.")
    private List<String> domains = List.of();

    @Option(
            names = "--to",
            paramLabel = "HOST[:PORT]",
            required = true,
            description = "The site's own mail server; port 25 if none is given.")
    private String own;

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long nothing may move once the connection is turned (${DEFAULT-VALUE}).")
    private int idle;

    @Mixin
    private ProviderOptions provider;

    @Override
    public Integer call() {
        HostAddress target = ProviderOptions.address(server, ODMR);
        HostAddress site = ProviderOptions.address(own, SMTP);
        String command = command();
        if (idle < 1 || idle > 86_400) {
            throw new OperatorException(ExitCode.USAGE, "--idle is 1 to 86400 seconds");
        }
        try (EtrnDialogue dialogue = provider.connect(target)) {
            if (dialogue.keyword("ATRN").isEmpty()) {
                throw new OperatorException(ExitCode.UNAVAILABLE, target + " does not offer ATRN");
            }
            // Before the line is turned: with no server behind it the turn would be for nothing.
            try (Socket receiver = receiver(site)) {
                Reply reply = dialogue.say(command, ANSWER_LIMIT);
                if (reply.code() != TURNED) {
                    dialogue.quit();
                    return refused(target, reply);
                }
                say(target + ": turned round, the mail goes to " + site);
                return relay(target, new LineRelay(dialogue.handOver(), receiver, Duration.ofSeconds(idle)));
            }
        } catch (IOException e) {
            throw ProviderOptions.failure(target, e);
        }
    }

    private String command() {
        try {
            List<String> names = domains.stream()
                    .map(DomainName::parse)
                    .map(DomainName::name)
                    .toList();
            return names.isEmpty() ? "ATRN" : "ATRN " + String.join(",", names);
        } catch (InvalidAddressException e) {
            throw new OperatorException(ExitCode.USAGE, "--domains: " + e.getMessage());
        }
    }

    private Socket receiver(HostAddress site) {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(site.host(), site.port()), (int)
                    provider.limit().toMillis());
            return socket;
        } catch (IOException e) {
            throw ProviderOptions.failure(site, e);
        }
    }

    private int refused(HostAddress target, Reply reply) {
        if (reply.code() == NOTHING_WAITS) {
            say(target + ": no mail waits (" + reply + ")");
            return ExitCode.OK;
        }
        // Any other 2xx would leave both sides waiting for the other.
        int code = reply.isPositive() ? ExitCode.PROTOCOL : EtrnCommand.exitCode(reply);
        throw new OperatorException(code, target + ": not turned round: " + reply);
    }

    private int relay(HostAddress target, LineRelay line) {
        LineRelay.End end = line.run();
        String octets = end.received() + " octets in, " + end.sent() + " out";
        if (!end.complete()) {
            throw new OperatorException(
                    ExitCode.TEMPORARY,
                    target + ": the session was not ended in order, " + octets + ": " + end.reason()
                            + "; what was not answered comes again");
        }
        say(target + ": done, " + octets);
        return ExitCode.OK;
    }

    private void say(String event) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(event);
        out.flush();
    }
}
