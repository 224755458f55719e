package org.etrngateway.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.InvalidAddressException;

/**
 * Reads a command line (RFC 5321 §4.1): verb, path, parameters. Never throws: what is no valid command
 * is {@link Command.Malformed} with the reply it deserves. Replies repeat nothing the client said.
 * Stateless.
 */
public final class CommandParser {
    /** More digits do not fit into a long. */
    private static final int MAX_DIGITS = 18;

    private CommandParser() {}

    public static Command parse(byte[] line) {
        Verb verb = verb(line);
        try {
            String text = text(line);
            return command(verb, text.length() > verb.name().length() ? argument(verb, text) : "");
        } catch (RefusedException e) {
            return new Command.Malformed(verb, e.reply());
        }
    }

    /** The verb alone, which can be told of a line that is no valid command. */
    public static Verb verb(byte[] line) {
        int end = 0;
        while (end < line.length && line[end] != ' ') {
            end++;
        }
        return Verb.of(new String(line, 0, end, StandardCharsets.ISO_8859_1));
    }

    private static String text(byte[] line) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedException(501, "5.5.2", "Neither ASCII nor UTF-8");
        }
        if (text.chars().anyMatch(c -> c < ' ' || c >= 0x7F && c < 0xA0)) {
            throw new RefusedException(501, "5.5.2", "Control characters are not allowed");
        }
        return text;
    }

    private static String argument(Verb verb, String text) {
        return verb == Verb.UNKNOWN
                ? ""
                : text.substring(verb.name().length() + 1).strip();
    }

    private static Command command(Verb verb, String argument) {
        return switch (verb) {
            case EHLO, HELO -> hello(verb, argument);
            case MAIL -> EnvelopeGrammar.mail(argument);
            case RCPT -> EnvelopeGrammar.rcpt(argument);
            case BDAT -> bdat(argument);
            case AUTH -> auth(argument);
            case ETRN -> etrn(argument);
            case ATRN -> atrn(argument);
            case DATA, RSET, QUIT, STARTTLS -> bare(verb, argument);
            case NOOP, VRFY, EXPN, HELP -> new Command.Plain(verb);
            case UNKNOWN -> throw new RefusedException(500, "5.5.2", "Command not recognised");
        };
    }

    private static Command hello(Verb verb, String name) {
        // Many clients call themselves by names that are no domains; what is let in here is harmless in a header.
        boolean harmless =
                !name.isEmpty() && name.length() <= 255 && name.chars().allMatch(CommandParser::isHostChar);
        if (!harmless) {
            throw new RefusedException(501, "5.5.4", "Give your domain name");
        }
        return new Command.Hello(verb == Verb.EHLO, name);
    }

    private static boolean isHostChar(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '.'
                || c == '-'
                || c == '_'
                || c == ':'
                || c == '['
                || c == ']';
    }

    private static Command bdat(String argument) {
        String[] words = argument.split(" +", -1);
        boolean last = words.length == 2 && words[1].equalsIgnoreCase("LAST");
        boolean valid = (words.length == 1 || last) && isNumber(words[0]) && words[0].length() <= MAX_DIGITS;
        if (!valid) {
            throw new RefusedException(501, "5.5.4", "Syntax: BDAT octets [LAST]");
        }
        return new Command.Bdat(Long.parseLong(words[0]), last);
    }

    private static Command auth(String argument) {
        String[] words = argument.split(" +", -1);
        if (words.length > 2 || words[0].isEmpty()) {
            throw new RefusedException(501, "5.5.4", "Syntax: AUTH mechanism [initial-response]");
        }
        if (words.length == 1) {
            return new Command.Auth(words[0], Optional.empty());
        }
        Optional<byte[]> initial = AuthResponse.initial(words[1]);
        if (initial.isEmpty()) {
            throw new RefusedException(501, "5.5.2", "Not base64");
        }
        return new Command.Auth(words[0], initial);
    }

    private static Command etrn(String argument) {
        if (argument.isEmpty() || argument.indexOf(' ') >= 0) {
            throw new RefusedException(501, "5.5.4", "Syntax: ETRN name");
        }
        return new Command.Etrn(argument);
    }

    /** {@code atrn = "ATRN" [SP domain *("," domain)]} (RFC 2645 §5.2.1). */
    private static Command atrn(String argument) {
        try {
            List<DomainName> domains = argument.isEmpty()
                    ? List.of()
                    : Stream.of(argument.split(",", -1))
                            .map(DomainName::parse)
                            .distinct()
                            .toList();
            return new Command.Atrn(domains);
        } catch (InvalidAddressException e) {
            throw new RefusedException(501, "5.5.4", "Syntax: ATRN [domain[,domain]...]");
        }
    }

    private static Command bare(Verb verb, String argument) {
        if (!argument.isEmpty()) {
            throw new RefusedException(501, "5.5.4", verb + " takes no argument");
        }
        return new Command.Plain(verb);
    }

    static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
