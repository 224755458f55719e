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
 * Some domains, and ways to give them sites. No two domains ever have one site, so that the units of a message
 * are its domains, and are always the same.
 */
final class CrashSites {
    static final int DIRECTORIES = 3;

    static final List<DomainName> DOMAINS = Stream.of("red", "green", "blue")
            .map(name -> DomainName.parse(name + ".example"))
            .toList();

    private CrashSites() {}

    /** In the last directory nobody has the first domain. */
    static Directory directory(int number) {
        return new Directory(domain -> {
            int at = DOMAINS.indexOf(domain);
            boolean orphan = at < 0 || at == 0 && number == DIRECTORIES - 1;
            return orphan ? Optional.empty() : Optional.of(site(at, number));
        });
    }

    private static SiteName site(int domain, int directory) {
        return new SiteName("site" + (domain + directory) % DOMAINS.size());
    }

    static SiteName siteOf(Recipient recipient, int directory) {
        return directory(directory).siteOf(Destination.of(recipient));
    }

    /** All sites that may have mail under a directory. */
    static List<SiteName> all(int directory) {
        Stream<SiteName> owners = IntStream.range(0, DOMAINS.size()).mapToObj(i -> site(i, directory));
        return Stream.concat(owners, Stream.of(SiteName.OUTBOUND, SiteName.UNASSIGNED))
                .toList();
    }

    static List<Integer> positions(Envelope envelope, DomainName domain) {
        return IntStream.range(0, envelope.recipients().size())
                .filter(i -> envelope.recipients().get(i).address().domain().equals(Optional.of(domain)))
                .boxed()
                .toList();
    }
}
