package org.etrngateway.session;

/** What a listener is for, and so what its sessions take and how strict they are. */
public enum Service {
    /** Mail for sites, from anybody; ETRN too. Strict. */
    SMTP,
    /** ETRN only: tolerant of old clients, MAIL is refused with 502. */
    TRIGGER;

    /** True if clients may talk early, say no HELO, and end lines with LF alone. */
    public boolean isTolerant() {
        return this == TRIGGER;
    }

    /** True if MAIL is taken. */
    boolean takesMail() {
        return this == SMTP;
    }
}
