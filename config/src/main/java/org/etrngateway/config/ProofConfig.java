package org.etrngateway.config;

import java.util.List;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.AddressRange;

/**
 * By what a client is known to be a site's. What is empty is not asked for; if all is, no client is.
 *
 * @param from addresses it comes from
 * @param accounts with which it logs in
 * @param certificates it shows when TLS begins
 * @param require whether one of these is enough
 * @param plainTextAuth true if its accounts may send a password where others can read along
 */
public record ProofConfig(
        List<AddressRange> from,
        List<AccountName> accounts,
        List<CertificateId> certificates,
        Require require,
        boolean plainTextAuth) {
    public ProofConfig {
        from = List.copyOf(from);
        accounts = List.copyOf(accounts);
        certificates = List.copyOf(certificates);
    }

    /** An address, and nothing else. */
    public static ProofConfig ofAddresses(AddressRange... ranges) {
        return new ProofConfig(List.of(ranges), List.of(), List.of(), Require.ANY, false);
    }

    /** Accounts, and nothing else. */
    public static ProofConfig ofAccounts(AccountName... names) {
        return new ProofConfig(List.of(), List.of(names), List.of(), Require.ANY, false);
    }

    /** True if a client can prove that it is the site's: an address alone may be another's tomorrow. */
    public boolean canProve() {
        return !accounts.isEmpty() || !certificates.isEmpty();
    }

    /** How many of the kinds of proof it takes. */
    public enum Require {
        /** One of those that are given. */
        ANY,
        /** Each of those that are given: address and account, say. */
        ALL
    }
}
