package org.etrngateway.cli;

import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.etrngateway.account.Accounts;
import org.etrngateway.account.AccountsException;
import org.etrngateway.account.AccountsFile;
import org.etrngateway.account.SealingKey;
import org.etrngateway.address.AccountName;
import org.etrngateway.config.GatewayConfig;
import org.etrngateway.config.SecretsConfig;
import org.etrngateway.config.SiteConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the accounts of the settings, and those that only have a password. */
@Command(
        name = "accounts",
        description = "Lists which site has which accounts, and whether they have a password.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:listed", "74:the file of accounts cannot be read", "78:problems in the settings"})
final class SiteAccountsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption settings;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Override
    public Integer call() {
        GatewayConfig config = settings.load();
        Accounts accounts = read(config.secrets());
        Table table = new Table("ACCOUNT", "SITE", "PASSWORD");
        Set<AccountName> left = new TreeSet<>(accounts.names());
        for (SiteConfig site : config.sites().values()) {
            for (AccountName name : site.trigger().proof().accounts()) {
                table.add(name.name(), site.name().name(), words(accounts, name));
                left.remove(name);
            }
        }
        left.forEach(name -> table.add(name.name(), "-", words(accounts, name)));
        table.print(spec.commandLine().getOut(), json);
        return ExitCode.OK;
    }

    private static Accounts read(SecretsConfig secrets) {
        try {
            Optional<SealingKey> key =
                    Files.exists(secrets.key()) ? Optional.of(SealingKey.read(secrets.key())) : Optional.empty();
            return new AccountsFile(secrets.file()).read(key);
        } catch (AccountsException e) {
            throw new OperatorException(ExitCode.IO_ERROR, e.getMessage());
        }
    }

    private static String words(Accounts accounts, AccountName name) {
        if (!accounts.names().contains(name)) {
            return "none";
        }
        return accounts.hasSharedSecret(name) ? "set, for CRAM-MD5 too" : "set";
    }
}
