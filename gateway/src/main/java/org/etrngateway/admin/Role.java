package org.etrngateway.admin;

import java.util.Locale;

/** What somebody may do. */
public enum Role {
    /** A customer: sees the mail of one site, and can ask for it; nothing else. */
    SITE,
    /** A monitoring system: reads figures, and nothing else. */
    MONITOR,
    /** Sees all sites and steers them; may do all that the ones before may. */
    OPERATOR,
    /** An operator who besides sees who has tokens, and what is in a message. */
    ADMIN;

    boolean covers(Role least) {
        return this == least || compareTo(OPERATOR) >= 0 && compareTo(least) > 0;
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
        throw new IllegalArgumentException("a role is site, monitor, operator or admin");
    }
}
