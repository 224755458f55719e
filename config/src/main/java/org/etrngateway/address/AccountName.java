package org.etrngateway.address;

/**
 * The name of an account with which a site logs in: 1 to 64 of the letters, digits and {@code . - _ + @} of ASCII. Case
 * counts. Immutable.
 *
 * <p>Nothing else, so that preparation (SASLprep, RFC 4013) leaves every name as it is, and no name needs an escape in
 * SASL exchanges, files and logs.
 */
public record AccountName(String name) implements Comparable<AccountName> {
    private static final int MAX_LENGTH = 64;

    /**
     * @throws InvalidAddressException if the text is no such name
     */
    public AccountName {
        boolean valid =
                !name.isEmpty() && name.length() <= MAX_LENGTH && name.chars().allMatch(AccountName::isAllowed);
        if (!valid) {
            throw new InvalidAddressException("an account is 1 to 64 letters, digits and .-_+@");
        }
    }

    private static boolean isAllowed(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ".-_+@".indexOf(c) >= 0;
    }

    @Override
    public int compareTo(AccountName other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
