package org.etrngateway.queue.spool;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Recipient;

/**
 * Some domains, and ways to give them sites. In each of them no two domains have one site, so that the units of
 * a message are its domains, and are always the same.
 */
final class CrashSites {
    static final int DIRECTORIES = 4;

    static final List<DomainName> DOMAINS = domains("red", "green", "blue", "grey");

    private static final List<SiteName> SITES =
            IntStream.range(0, 4).mapToObj(i -> new SiteName("site" + i)).toList();

    private CrashSites() {}

    private static List<DomainName> domains(String... names) {
        return List.of(names).stream()
                .map(name -> DomainName.parse(name + ".example"))
                .toList();
    }

    /** In the last directory nobody has the first domain. */
    static Directory directory(int number) {
        return new Directory(domain -> {
            int at = DOMAINS.indexOf(domain);
            boolean orphan = at < 0 || at == 0 && number == DIRECTORIES - 1;
            return orphan ? Optional.empty() : Optional.of(SITES.get((at + number) % SITES.size()));
        });
    }

    static SiteName siteOf(Recipient recipient, int directory) {
        return directory(directory).siteOf(Destination.of(recipient));
    }

    /** All sites that may have mail. */
    static List<SiteName> all() {
        return Stream.concat(SITES.stream(), Stream.of(SiteName.OUTBOUND, SiteName.UNASSIGNED))
                .toList();
    }

    static List<Integer> positions(Envelope envelope, DomainName domain) {
        return IntStream.range(0, envelope.recipients().size())
                .filter(i -> envelope.recipients().get(i).address().domain().equals(Optional.of(domain)))
                .boxed()
                .toList();
    }
}
