package org.etrngateway.address;

/**
 * The name of a site: 1 to 63 of lower-case letters, digits, {@code - _ .}, beginning with a letter
 * or digit. Never used as a path. Immutable.
 */
public record SiteName(String name) implements Comparable<SiteName> {
    /** Mail to the outside: DSNs and submitted mail. ETRN never triggers it. */
    public static final SiteName OUTBOUND = new SiteName("outbound");

    /** Mail whose domain has lost its site: held, listed, alerted, expiring. */
    public static final SiteName UNASSIGNED = new SiteName("unassigned");

    private static final int MAX_LENGTH = 63;

    public SiteName {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw new InvalidAddressException("a site name has 1 to " + MAX_LENGTH + " characters");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (!alphanumeric && (i == 0 || c != '-' && c != '_' && c != '.')) {
                throw new InvalidAddressException(
                        "a site name has lower-case letters, digits, '-', '_' and '.', and begins with a letter or digit");
            }
        }
    }

    /** True for the names that no configured site may take. */
    public boolean isReserved() {
        return equals(OUTBOUND) || equals(UNASSIGNED);
    }

    @Override
    public int compareTo(SiteName other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
