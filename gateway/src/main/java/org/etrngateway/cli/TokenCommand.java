package org.etrngateway.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.etrngateway.account.AccountsException;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.address.SiteName;
import org.etrngateway.admin.Principal;
import org.etrngateway.admin.Role;
import org.etrngateway.admin.TokensFile;
import org.etrngateway.config.GatewayConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who may log in at the console and use the HTTP interface. */
@Command(
        name = "token",
        description = "Says who may log in at the web console and use the HTTP interface.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TokenCommand.Add.class, TokenCommand.Remove.class, TokenCommand.Show.class})
final class TokenCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: add, remove or list");
    }

    /** What the three have in common. */
    abstract static class Action implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private ConfigOption settings;

        @Override
        public final Integer call() {
            try {
                GatewayConfig config = settings.load();
                return act(config, new TokensFile(config.admin().tokens()));
            } catch (AccountsException e) {
                throw new OperatorException(ExitCode.DATA, e.getMessage());
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage());
            }
        }

        abstract int act(GatewayConfig config, TokensFile file);

        PrintWriter out() {
            return spec.commandLine().getOut();
        }
    }

    /** Makes a token. */
    @Command(
            name = "add",
            description = "Makes a token and prints it, once: only its hash is kept.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:made",
                "64:wrong usage, or no such site",
                "65:the file of tokens makes no sense, or the name is taken",
                "78:problems in the settings"
            })
    static final class Add extends Action {
        @Parameters(index = "0", paramLabel = "NAME", description = "Who will have it; stands in history and logs.")
        private String name;

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "operator (the default): sees and steers all; admin: sees who has tokens, too;"
                        + " site: sees one site and can ask for its mail; monitor: reads /metrics and nothing else.")
        private String role;

        @Option(names = "--site", paramLabel = "SITE", description = "The only site that it is for; implies role site.")
        private String site;

        @Override
        int act(GatewayConfig config, TokensFile file) {
            Optional<SiteName> only = Optional.ofNullable(site).map(SiteName::new);
            only.filter(wanted -> !config.sites().containsKey(wanted)).ifPresent(wanted -> {
                throw new IllegalArgumentException("there is no site " + wanted);
            });
            Role standard = only.isPresent() ? Role.SITE : Role.OPERATOR;
            Role wanted = role == null ? standard : Role.of(role);
            out().println(file.add(new Principal(named(name), wanted, only)));
            return ExitCode.OK;
        }

        private static AccountName named(String name) {
            try {
                return new AccountName(name);
            } catch (InvalidAddressException e) {
                throw new IllegalArgumentException("NAME is 1 to 64 letters, digits and .-_+@", e);
            }
        }
    }

    /** Takes a token away. */
    @Command(
            name = "remove",
            description = "Takes a token away; it opens nothing any more, and who is logged in with it is logged out.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:removed",
                "64:wrong usage, or nobody of this name has a token",
                "65:the file of tokens makes no sense",
                "78:problems in the settings"
            })
    static final class Remove extends Action {
        @Parameters(index = "0", paramLabel = "NAME", description = "Who has it.")
        private String name;

        @Override
        int act(GatewayConfig config, TokensFile file) {
            if (!file.remove(new AccountName(name))) {
                throw new IllegalArgumentException("nobody named " + name + " has a token");
            }
            out().println(name + ": token removed");
            return ExitCode.OK;
        }
    }

    /** Lists who has one. */
    @Command(
            name = "list",
            description = "Lists who has a token.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:listed",
                "64:wrong usage",
                "65:the file of tokens makes no sense",
                "78:problems in the settings"
            })
    static final class Show extends Action {
        @Option(names = "--json", description = "Print JSON instead of a table.")
        private boolean json;

        @Override
        int act(GatewayConfig config, TokensFile file) {
            Table table = new Table("NAME", "ROLE", "SITE");
            file.principals()
                    .forEach(holder -> table.add(
                            holder.name().name(),
                            holder.role().word(),
                            holder.site().map(SiteName::name).orElse("-")));
            table.print(out(), json);
            return ExitCode.OK;
        }
    }
}
