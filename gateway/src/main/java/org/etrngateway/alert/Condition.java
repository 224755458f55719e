package org.etrngateway.alert;

import java.util.Locale;

/** What can be amiss; their words stand in mails, in JSON and in docs/guide.md. */
public enum Condition {
    /** The clock was set: nothing expires. */
    CLOCK,
    /** No mail is taken, for the disk is full. */
    DISK_FULL,
    /** What was accepted cannot be read any more. */
    DAMAGE,
    /** Mail is there whose domain belongs to no site any more. */
    UNASSIGNED,
    /** A site neither asked nor answered for long. */
    SILENT,
    /** The oldest message of a site is old. */
    OLDER,
    /** Many octets are held for a site. */
    LARGER,
    /** Many messages are held for a site. */
    MESSAGES,
    /** The oldest message of a site will soon be given up. */
    EXPIRING,
    /** The budget of a site for the day is used up. */
    BUDGET;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
