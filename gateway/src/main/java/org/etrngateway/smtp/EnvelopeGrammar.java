package org.etrngateway.smtp;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.queue.Envelope.Body;
import org.etrngateway.queue.Envelope.Ret;
import org.etrngateway.queue.Recipient.Notify;

/**
 * MAIL and RCPT with their parameters (RFC 5321 §4.1.1.2 and §4.1.1.3; RFC 1870, 1845, 6152, 6531,
 * 3461; those of {@link WantedGrammar}). A path
 * stands in angle brackets; source routes are refused, never followed.
 */
final class EnvelopeGrammar {
    private static final int MAX_ENVID = 100;
    private static final int MAX_ORCPT = 500;

    /** With its brackets (RFC 1845 §2). */
    private static final int MAX_TRANSID = 80;

    /** No space, no control character, none of the tspecials of MIME. */
    private static final String TRANSID_WORDS = "[!#-'*+\\-0-9A-Z^-~]+(\\.[!#-'*+\\-0-9A-Z^-~]+)*";

    private static final Pattern TRANSID = Pattern.compile("<" + TRANSID_WORDS + "@" + TRANSID_WORDS + ">");

    private EnvelopeGrammar() {}

    static Command mail(String argument) {
        String rest = afterKeyword(argument, "FROM:", "5.1.7");
        int end = pathEnd(rest, "5.1.7");
        ReversePath sender;
        try {
            sender = ReversePath.parse(rest.substring(1, end));
        } catch (InvalidAddressException e) {
            throw new RefusedException(501, "5.1.7", "Bad sender: " + e.getMessage());
        }
        Parameters parameters = Parameters.parse(rest.substring(end + 1));
        long size = parameters.take("SIZE").map(EnvelopeGrammar::size).orElse(0L);
        Body body = parameters.take("BODY").map(EnvelopeGrammar::body).orElse(Body.SEVEN_BIT);
        boolean smtpUtf8 = parameters.takeFlag("SMTPUTF8");
        Optional<Ret> ret = parameters.take("RET").map(EnvelopeGrammar::ret);
        Optional<String> envid = parameters.take("ENVID").map(EnvelopeGrammar::envid);
        Optional<String> transId = parameters.take("TRANSID").map(EnvelopeGrammar::transId);
        Optional<String> author = parameters.take("AUTH").map(EnvelopeGrammar::author);
        Wanted wanted = WantedGrammar.take(parameters);
        parameters.refuseOthers();
        if (!smtpUtf8 && sender.mailbox().map(Mailbox::needsSmtpUtf8).orElse(false)) {
            throw new RefusedException(553, "5.6.7", "This address needs SMTPUTF8");
        }
        return new Command.Mail(sender, size, body, smtpUtf8, ret, envid, transId, author, wanted);
    }

    static Command rcpt(String argument) {
        String rest = afterKeyword(argument, "TO:", "5.1.3");
        int end = pathEnd(rest, "5.1.3");
        Optional<Mailbox> address = recipient(rest.substring(1, end));
        Parameters parameters = Parameters.parse(rest.substring(end + 1));
        Set<Notify> notices =
                parameters.take("NOTIFY").map(EnvelopeGrammar::notices).orElse(Set.of());
        Optional<String> orcpt = parameters.take("ORCPT").map(EnvelopeGrammar::orcpt);
        parameters.refuseOthers();
        return new Command.Rcpt(address, notices, orcpt);
    }

    private static String afterKeyword(String argument, String keyword, String enhanced) {
        if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
            throw new RefusedException(501, "5.5.4", "Expected " + keyword + "<address>");
        }
        // A space behind the colon is wrong and common.
        String rest = argument.substring(keyword.length()).strip();
        if (!rest.startsWith("<")) {
            throw new RefusedException(501, enhanced, "An address stands in angle brackets");
        }
        if (rest.startsWith("<@")) {
            throw new RefusedException(553, enhanced, "Source routes are not taken");
        }
        return rest;
    }

    /** The position of the bracket that ends the path; one inside a quoted string does not. */
    private static int pathEnd(String text, String enhanced) {
        boolean quoted = false;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == '>' && !quoted) {
                return i;
            }
        }
        throw new RefusedException(501, enhanced, "An address stands in angle brackets");
    }

    private static Optional<Mailbox> recipient(String text) {
        if (text.equalsIgnoreCase("postmaster")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Mailbox.parse(text));
        } catch (InvalidAddressException e) {
            throw new RefusedException(501, "5.1.3", "Bad recipient: " + e.getMessage());
        }
    }

    private static long size(String value) {
        if (!CommandParser.isNumber(value) || value.length() > 20) {
            throw badValue("SIZE");
        }
        return value.length() > 18 ? Long.MAX_VALUE : Long.parseLong(value);
    }

    private static Body body(String value) {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "7BIT" -> Body.SEVEN_BIT;
            case "8BITMIME" -> Body.EIGHT_BIT_MIME;
            default -> throw badValue("BODY");
        };
    }

    private static Ret ret(String value) {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "FULL" -> Ret.FULL;
            case "HDRS" -> Ret.HDRS;
            default -> throw badValue("RET");
        };
    }

    private static String author(String value) {
        if (!value.equals("<>") && !Xtext.isValid(value)) {
            throw badValue("AUTH");
        }
        return value;
    }

    private static String envid(String value) {
        if (value.length() > MAX_ENVID || !Xtext.isValid(value)) {
            throw badValue("ENVID");
        }
        return value;
    }

    /** {@code <local@domain>} of words with dots (RFC 1845 §2). */
    private static String transId(String value) {
        if (value.length() > MAX_TRANSID || !TRANSID.matcher(value).matches()) {
            throw badValue("TRANSID");
        }
        return value.substring(1, value.length() - 1);
    }

    private static Set<Notify> notices(String value) {
        Set<Notify> notices = EnumSet.noneOf(Notify.class);
        for (String word : value.toUpperCase(Locale.ROOT).split(",", -1)) {
            if (!notices.add(notice(word))) {
                throw badValue("NOTIFY");
            }
        }
        if (notices.contains(Notify.NEVER) && notices.size() > 1) {
            throw badValue("NOTIFY");
        }
        return notices;
    }

    private static Notify notice(String word) {
        for (Notify notice : Notify.values()) {
            if (notice.name().equals(word)) {
                return notice;
            }
        }
        throw badValue("NOTIFY");
    }

    private static String orcpt(String value) {
        int semicolon = value.indexOf(';');
        boolean valid = value.length() <= MAX_ORCPT
                && semicolon > 0
                && Parameters.isKeyword(value.substring(0, semicolon))
                && isOriginal(value.substring(0, semicolon), value.substring(semicolon + 1));
        if (!valid) {
            throw badValue("ORCPT");
        }
        return value;
    }

    private static boolean isOriginal(String type, String address) {
        // RFC 6533 §3: the address type utf-8 may hold characters beyond ASCII as they are.
        return Xtext.isValid(
                type.equalsIgnoreCase("utf-8") ? address.replaceAll("[\\x{A0}-\\x{10FFFF}]", "u") : address);
    }

    static RefusedException badValue(String parameter) {
        return new RefusedException(501, "5.5.4", "Bad value of " + parameter);
    }
}
