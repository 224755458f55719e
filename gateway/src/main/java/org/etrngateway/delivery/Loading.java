package org.etrngateway.delivery;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.etrngateway.address.DomainName;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;

/** Divides claimed units into the loads of the servers that lead to their recipients. Immutable. */
record Loading(MailQueue queue, boolean isByDomain) {
    /**
     * The loads of a unit, by the domain whose server each is for; blocks on the disk.
     *
     * @throws IOException if its content cannot be read, or is not what was accepted
     */
    Map<Optional<DomainName>, Load> of(Lease lease) throws IOException {
        Map<Optional<DomainName>, List<Integer>> parts = parts(lease);
        Share share = new Share(lease, parts.size());
        Map<Optional<DomainName>, Load> loads = new LinkedHashMap<>();
        try {
            for (Map.Entry<Optional<DomainName>, List<Integer>> part : parts.entrySet()) {
                loads.put(part.getKey(), Load.of(share, part.getValue(), queue.content(lease)));
            }
        } catch (IOException e) {
            loads.values().forEach(Load::close);
            throw e;
        }
        return loads;
    }

    private Map<Optional<DomainName>, List<Integer>> parts(Lease lease) {
        if (!isByDomain) {
            return Map.of(Optional.empty(), lease.recipients());
        }
        return lease.recipients().stream()
                .collect(Collectors.groupingBy(
                        position -> domain(lease, position), LinkedHashMap::new, Collectors.toList()));
    }

    private static Optional<DomainName> domain(Lease lease, int recipient) {
        return lease.envelope().recipients().get(recipient).address().domain();
    }
}
