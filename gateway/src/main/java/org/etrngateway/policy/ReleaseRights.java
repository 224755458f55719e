package org.etrngateway.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.CertificateId;
import org.etrngateway.config.ProofConfig;
import org.etrngateway.config.ProofConfig.Require;
import org.etrngateway.config.SiteConfig;

/**
 * Whose client a client is, and so which sites' mail it may release and send. A look-up costs one hash probe for each
 * prefix length in use, one for the account and two for the certificate, however many sites there are and whatever is
 * asked, so that its time tells a stranger nothing. Immutable.
 */
final class ReleaseRights {
    private final Map<AddressRange, Set<SiteName>> ranges = new HashMap<>();
    private final Set<Integer> prefixes = new TreeSet<>();
    private final Map<AccountName, Set<SiteName>> accounts = new HashMap<>();
    private final Map<CertificateId, Set<SiteName>> certificates = new HashMap<>();
    private final Map<SiteName, ProofConfig> proofs = new HashMap<>();

    ReleaseRights(Collection<SiteConfig> configs) {
        for (SiteConfig site : configs) {
            ProofConfig proof = site.trigger().proof();
            proofs.put(site.name(), proof);
            for (AddressRange range : proof.from()) {
                add(ranges, range, site.name());
                prefixes.add(range.prefix());
            }
            proof.accounts().forEach(account -> add(accounts, account, site.name()));
            proof.certificates().forEach(id -> add(certificates, id, site.name()));
        }
    }

    private static <K> void add(Map<K, Set<SiteName>> sites, K key, SiteName site) {
        sites.computeIfAbsent(key, any -> new TreeSet<>()).add(site);
    }

    /** The sites, in order of their names; none for a stranger. */
    Set<SiteName> of(Client client) {
        Set<SiteName> byAddress = byAddress(client.address());
        Set<SiteName> byAccount = byAccount(client.account());
        Set<SiteName> byCertificate = byCertificate(client);
        Set<SiteName> result = new TreeSet<>(byAddress);
        result.addAll(byAccount);
        result.addAll(byCertificate);
        result.removeIf(site -> {
            ProofConfig proof = proofs.get(site);
            boolean all = fits(proof.from(), byAddress, site)
                    && fits(proof.accounts(), byAccount, site)
                    && fits(proof.certificates(), byCertificate, site);
            return proof.require() == Require.ALL && !all;
        });
        return result;
    }

    private static boolean fits(Collection<?> wanted, Set<SiteName> shown, SiteName site) {
        return wanted.isEmpty() || shown.contains(site);
    }

    /** True if the client has shown more than an address: then its address is where the site is. */
    boolean isProven(SiteName site, Client client) {
        return byAccount(client.account()).contains(site)
                || byCertificate(client).contains(site);
    }

    /** Those sites of the client's for which it has shown more than an address. */
    Set<SiteName> provenBy(Client client) {
        Set<SiteName> result = new TreeSet<>(of(client));
        result.removeIf(site -> !isProven(site, client));
        return result;
    }

    /** True if a client may log in with this account where others can read along. */
    boolean allowsPlainText(AccountName account) {
        return byAccount(Optional.of(account)).stream()
                .anyMatch(site -> proofs.get(site).plainTextAuth());
    }

    /** True if some site has an account that may. */
    boolean allowPlainText() {
        return proofs.values().stream()
                .anyMatch(proof -> proof.plainTextAuth() && !proof.accounts().isEmpty());
    }

    /** True if clients of some site log in. */
    boolean haveAccounts() {
        return !accounts.isEmpty();
    }

    private Set<SiteName> byAddress(InetAddress client) {
        Set<SiteName> result = new TreeSet<>();
        for (int prefix : prefixes) {
            if (prefix <= client.getAddress().length * 8) {
                result.addAll(ranges.getOrDefault(range(client, prefix), Set.of()));
            }
        }
        return result;
    }

    private Set<SiteName> byAccount(Optional<AccountName> account) {
        return account.map(name -> accounts.getOrDefault(name, Set.of())).orElse(Set.of());
    }

    private Set<SiteName> byCertificate(Client client) {
        if (certificates.isEmpty()) {
            return Set.of();
        }
        Set<SiteName> result = new TreeSet<>();
        client.certificate().forEach(id -> result.addAll(certificates.getOrDefault(id, Set.of())));
        return result;
    }

    private static AddressRange range(InetAddress client, int prefix) {
        byte[] octets = client.getAddress();
        for (int i = 0; i < octets.length; i++) {
            int kept = Math.max(0, Math.min(8, prefix - 8 * i));
            octets[i] &= (byte) (0xFF << (8 - kept));
        }
        try {
            return new AddressRange(InetAddress.getByAddress(octets), prefix);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address became none", e);
        }
    }
}
