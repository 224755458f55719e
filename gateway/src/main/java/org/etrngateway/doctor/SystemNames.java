package org.etrngateway.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Type;

/** Names by the system (hosts file included), and back by dnsjava, for the JDK says of no name only that it has none. */
public final class SystemNames implements NameCheck.Names {
    @Override
    public List<InetAddress> addresses(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    @Override
    public List<String> names(InetAddress address) throws IOException {
        Lookup lookup = new Lookup(ReverseMap.fromAddress(address), Type.PTR);
        var answers = lookup.run();
        return switch (lookup.getResult()) {
            case Lookup.SUCCESSFUL ->
                Arrays.stream(answers)
                        .map(answer -> ((PTRRecord) answer).getTarget().toString(true))
                        .toList();
            case Lookup.HOST_NOT_FOUND, Lookup.TYPE_NOT_FOUND -> List.of();
            default ->
                throw new IOException(
                        "no answer for PTR of " + address.getHostAddress() + ": " + lookup.getErrorString());
        };
    }
}
