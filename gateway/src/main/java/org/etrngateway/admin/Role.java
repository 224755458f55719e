package org.etrngateway.admin;

import java.util.Locale;

/** What somebody may do; each may do all that the ones before it may. */
public enum Role {
    /** A customer: sees the mail of one site, and can ask for it. */
    SITE,
    /** Sees all sites and steers them. */
    OPERATOR,
    /** Sees who has tokens, too. */
    ADMIN;

    boolean covers(Role least) {
        return compareTo(least) >= 0;
    }

    /** As it is written in files and commands. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if it is none
     */
    public static Role of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("a role is site, operator or admin");
    }
}
