package org.etrngateway.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.etrngateway.address.DomainName;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** DNS by dnsjava for MX, by the system (hosts file included) for addresses. */
public final class SystemDns implements Dns {
    @Override
    public List<Mx> mx(DomainName domain) throws IOException, NoSuchDomainException {
        Lookup lookup = lookup(domain);
        Record[] records = lookup.run();
        switch (lookup.getResult()) {
            case Lookup.SUCCESSFUL -> {
                List<Mx> found = new ArrayList<>();
                for (Record answer : records) {
                    MXRecord mx = (MXRecord) answer;
                    found.add(new Mx(mx.getPriority(), host(mx.getTarget())));
                }
                return found;
            }
            case Lookup.TYPE_NOT_FOUND -> {
                return List.of();
            }
            case Lookup.HOST_NOT_FOUND -> throw new NoSuchDomainException(domain);
            default -> throw new IOException("no answer for MX of " + domain + ": " + lookup.getErrorString());
        }
    }

    private static Lookup lookup(DomainName domain) throws IOException {
        try {
            return new Lookup(Name.fromString(domain.name() + "."), Type.MX);
        } catch (TextParseException e) {
            throw new IOException("not a name for DNS: " + domain, e);
        }
    }

    private static String host(Name target) {
        return target.toString(true).toLowerCase(Locale.ROOT).replaceFirst("^\\.$", "");
    }

    @Override
    public List<InetAddress> addresses(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }
}
