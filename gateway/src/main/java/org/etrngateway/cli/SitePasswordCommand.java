package org.etrngateway.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.etrngateway.account.AccountsException;
import org.etrngateway.account.AccountsFile;
import org.etrngateway.account.SealingKey;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.GatewayConfig;
import org.etrngateway.config.SiteConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets the password of a site's account. It never comes from the command line, which others can read. */
@Command(
        name = "passwd",
        description = {
            "Sets the password of a site's account: asks for it, or reads the first line of the standard input.",
            "The account must stand in the site's settings, under trigger.account."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done",
            "64:wrong usage, no such site, or an account that is not the site's",
            "74:the file of accounts cannot be read or written",
            "78:problems in the settings"
        })
final class SitePasswordCommand implements Callable<Integer> {
    private static final int LONGEST = 1024;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption settings;

    @Parameters(index = "0", paramLabel = "SITE", description = "The site's name in the settings.")
    private String site;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ACCOUNT",
            description = "Needed if the site has several accounts.")
    private String account;

    @Option(
            names = "--cram-md5",
            description = "Keep the password, too, sealed with a key: for clients such as fetchmail that know nothing"
                    + " better than CRAM-MD5.")
    private boolean cramMd5;

    @Option(names = "--remove", description = "Forget the account's password: nobody can log in with it.")
    private boolean remove;

    @Override
    public Integer call() {
        GatewayConfig config = settings.load();
        AccountName name = account(config);
        AccountsFile file = new AccountsFile(config.secrets().file());
        try {
            if (remove) {
                say(name, file.remove(name) ? "the password is forgotten" : "there was no password");
            } else {
                String password = password(name);
                file.put(
                        name,
                        password,
                        cramMd5 ? Optional.of(key(config.secrets().key())) : Optional.empty());
                say(name, "the password is set" + (cramMd5 ? ", for CRAM-MD5 too" : ""));
            }
            return ExitCode.OK;
        } catch (AccountsException e) {
            throw new OperatorException(ExitCode.IO_ERROR, e.getMessage());
        }
    }

    private void say(AccountName name, String words) {
        spec.commandLine().getOut().println("account " + name + ": " + words);
    }

    private AccountName account(GatewayConfig config) {
        List<AccountName> accounts = accounts(config, site);
        if (account == null) {
            if (accounts.size() != 1) {
                throw new OperatorException(
                        ExitCode.USAGE,
                        accounts.isEmpty()
                                ? "the site " + site + " has no account: give it one, such as trigger: { account: "
                                        + site + " }"
                                : "which account? the site " + site + " has " + accounts);
            }
            return accounts.get(0);
        }
        try {
            AccountName name = new AccountName(account);
            // One that the site has no more can still be removed.
            if (remove || accounts.contains(name)) {
                return name;
            }
        } catch (InvalidAddressException e) {
            throw new OperatorException(ExitCode.USAGE, account + ": " + e.getMessage());
        }
        throw new OperatorException(
                ExitCode.USAGE, "the account " + account + " is not among those of the site " + site + ": " + accounts);
    }

    /**
     * @throws OperatorException if there is no such site
     */
    private static List<AccountName> accounts(GatewayConfig config, String site) {
        return config.sites().values().stream()
                .filter(it -> it.name().name().equals(site))
                .findFirst()
                .map(SiteConfig::trigger)
                .map(trigger -> trigger.proof().accounts())
                .orElseThrow(() -> new OperatorException(
                        ExitCode.USAGE,
                        "there is no site " + site + "; the sites are "
                                + config.sites().keySet().stream()
                                        .map(SiteName::name)
                                        .toList()));
    }

    private static SealingKey key(Path file) {
        return Files.exists(file) ? SealingKey.read(file) : SealingKey.make(file, new SecureRandom());
    }

    private static String password(AccountName name) {
        String password =
                Keyboard.ofSomebody().map(console -> asked(console, name)).orElseGet(() -> firstLine(System.in));
        if (password.isEmpty()) {
            throw new OperatorException(ExitCode.USAGE, "an empty password is none");
        }
        return password;
    }

    private static String asked(Console console, AccountName name) {
        String once = text(console.readPassword("Password of %s: ", name));
        String again = text(console.readPassword("Once more: "));
        if (!once.equals(again)) {
            throw new OperatorException(ExitCode.USAGE, "the two are not the same");
        }
        return once;
    }

    private static String text(char[] typed) {
        return typed == null ? "" : new String(typed);
    }

    static String firstLine(InputStream in) {
        try {
            byte[] octets = in.readNBytes(LONGEST);
            return new String(octets, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new OperatorException(ExitCode.IO_ERROR, "the password cannot be read: " + e.getMessage());
        }
    }
}
