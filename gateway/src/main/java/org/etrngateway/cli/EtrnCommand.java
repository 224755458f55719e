package org.etrngateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.smtp.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Mixin
    private ProviderOptions provider;

    @Override
    public Integer call() {
        HostAddress target = ProviderOptions.address(server, SMTP);
        List<String> arguments = names.stream().map(EtrnCommand::checked).toList();
        try (EtrnDialogue dialogue = provider.connect(target)) {
            if (dialogue.hasKeywords() && dialogue.keyword("ETRN").isEmpty()) {
                throw new OperatorException(ExitCode.UNAVAILABLE, target + " does not offer ETRN");
            }
            int result = ExitCode.OK;
            for (String name : arguments) {
                Reply reply = dialogue.say("ETRN " + name);
                out().println(name + ": " + words(reply) + " (" + reply + ")");
                result = result == ExitCode.OK ? exitCode(reply) : result;
            }
            dialogue.quit();
            return result;
        } catch (IOException e) {
            throw ProviderOptions.failure(target, e);
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

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
