package org.etrngateway.session;

import org.etrngateway.smtp.Verb;

/** What a listener is for, and so what its sessions take and how strict they are. */
public enum Service {
    /** Mail for sites, from anybody; ETRN too. Strict. */
    SMTP,
    /** ETRN only: tolerant of old clients, MAIL is refused with 502. */
    TRIGGER,
    /** Mail from the sites to anybody (RFC 6409), once they have authenticated. Strict. */
    SUBMISSION,
    /** On-demand mail relay (RFC 2645), once the site has authenticated; no mail comes in. */
    ODMR;

    /** True if clients may talk early, say no HELO, and end lines with LF alone. */
    public boolean isTolerant() {
        return this == TRIGGER;
    }

    /** True if MAIL is taken. */
    public boolean takesMail() {
        return this == SMTP || this == SUBMISSION;
    }

    /** True if ETRN is taken. */
    public boolean takesEtrn() {
        return this == SMTP || this == TRIGGER;
    }

    /** True if ATRN is taken. */
    public boolean takesAtrn() {
        return this == ODMR;
    }

    /**
     * True if a command is taken at all; others are 502, whatever came before. Who comes for his mail on a connection
     * of his own needs few (RFC 2645 §5.1, §5.4).
     */
    boolean takes(Verb verb) {
        return switch (verb) {
            case MAIL, RCPT, DATA, BDAT -> takesMail();
            case ETRN -> takesEtrn();
            case AUTH -> offersAuth();
            case ATRN -> takesAtrn();
            case HELO, VRFY, EXPN, HELP -> this != ODMR;
            default -> true;
        };
    }

    /** True if clients may say who they are. Not where mail comes from everywhere: there it only invites guesses. */
    public boolean offersAuth() {
        return this != SMTP;
    }

    /** True if they must (RFC 6409 §4.3, RFC 2645 §5.1): what they came for is 530 before. */
    public boolean demandsAuth() {
        return this == SUBMISSION || this == ODMR;
    }
}
