package org.etrngateway.smtp;

import java.util.Locale;

/** The commands that are known, whether or not they are offered. */
public enum Verb {
    EHLO,
    HELO,
    MAIL,
    RCPT,
    DATA,
    BDAT,
    RSET,
    NOOP,
    VRFY,
    EXPN,
    HELP,
    QUIT,
    AUTH,
    ETRN,
    ATRN,
    STARTTLS,
    /** None of them. */
    UNKNOWN;

    /** Reads the first word of a command, in upper or lower case (RFC 5321 §2.4). */
    static Verb of(String word) {
        String name = word.toUpperCase(Locale.ROOT);
        for (Verb verb : values()) {
            if (verb != UNKNOWN && verb.name().equals(name)) {
                return verb;
            }
        }
        return UNKNOWN;
    }
}
