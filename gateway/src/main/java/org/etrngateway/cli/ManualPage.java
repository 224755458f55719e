package org.etrngateway.cli;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A manual page in the man macros of roff, from what a command says of itself. Not thread-safe. */
final class ManualPage {
    private final StringBuilder page = new StringBuilder();

    private ManualPage() {}

    /**
     * The page of a command.
     *
     * @param name with hyphens: {@code etrn-gateway-flush}
     */
    static String of(String name, CommandSpec command) {
        ManualPage page = new ManualPage();
        page.head(name, command);
        page.parameters(command);
        page.options(command);
        page.commands(name, command);
        page.exitCodes(command);
        return page.page.toString();
    }

    private void head(String name, CommandSpec command) {
        String[] description = command.usageMessage().description();
        line(".TH " + name.toUpperCase(Locale.ROOT) + " 1 \"\" \"ETRN gateway\"");
        line(".SH NAME");
        line(escaped(name) + " \\- " + escaped(String.join(" ", description)));
        line(".SH SYNOPSIS");
        String[] words = command.commandLine().getHelp().synopsis(0).strip().split("\\s+");
        words[0] = words[0].replaceFirst("^gateway$", "etrn-gateway");
        line(".B " + escaped(String.join(" ", words)));
        line(".SH DESCRIPTION");
        for (String sentence : description) {
            text(sentence);
            line(".br");
        }
    }

    private void parameters(CommandSpec command) {
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            if (!parameter.hidden()) {
                argument(parameter.paramLabel(), parameter);
            }
        }
    }

    private void options(CommandSpec command) {
        line(".SH OPTIONS");
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                String value = option.arity().max() > 0 ? " " + option.paramLabel() : "";
                argument(String.join(", ", option.names()) + value, option);
            }
        }
    }

    private void argument(String title, ArgSpec argument) {
        line(".TP");
        line(".B " + escaped(title));
        String standard = String.valueOf(argument.defaultValue());
        text(String.join(" ", argument.description()).replace("${DEFAULT-VALUE}", standard));
    }

    private void commands(String name, CommandSpec command) {
        if (command.subcommands().isEmpty()) {
            return;
        }
        line(".SH COMMANDS");
        command.subcommands().forEach((sub, line) -> {
            if (!line.getCommandSpec().usageMessage().hidden()) {
                line(".TP");
                line(".BR " + escaped(name + "-" + sub) + " (1)");
                text(String.join(" ", line.getCommandSpec().usageMessage().description()));
            }
        });
    }

    private void exitCodes(CommandSpec command) {
        Map<String, String> codes = command.usageMessage().exitCodeList();
        if (codes.isEmpty()) {
            return;
        }
        line(".SH EXIT STATUS");
        codes.forEach((code, meaning) -> {
            line(".TP");
            line(".B " + code.strip());
            text(meaning);
        });
    }

    private void text(String sentence) {
        line(escaped(sentence));
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    /** Backslashes and hyphens stand for themselves, and no line of text begins like a request. */
    private static String escaped(String text) {
        String plain =
                text.replace("%n", " ").replace("%%", "%").replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
