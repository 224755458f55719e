package org.etrngateway.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.etrngateway.address.DomainName;

/**
 * Whether our name leads to our addresses and these lead back to our name: many servers refuse mail from a host where they
 * do not agree (RFC 1912 §2.1).
 */
public final class NameCheck implements Check {
    private static final String ABOUT = "name";

    private final DomainName hostname;
    private final Names names;

    public NameCheck(DomainName hostname, Names names) {
        this.hostname = hostname;
        this.names = names;
    }

    /** What is asked of DNS; blocks. */
    public interface Names {
        /**
         * The addresses of a host; none if it has none.
         *
         * @throws IOException if it could not be found out
         */
        List<InetAddress> addresses(String host) throws IOException;

        /**
         * The names to which an address leads back, without a dot at the end.
         *
         * @throws IOException if it could not be found out
         */
        List<String> names(InetAddress address) throws IOException;
    }

    @Override
    public List<Finding> look() {
        try {
            List<InetAddress> addresses = names.addresses(hostname.name());
            if (addresses.isEmpty()) {
                return List.of(Finding.problem(
                        ABOUT,
                        hostname + " has no address",
                        "give it an A or AAAA record, or correct `hostname` in the settings: many servers refuse mail from a"
                                + " name that does not exist"));
            }
            List<Finding> findings = new ArrayList<>();
            for (InetAddress address : addresses) {
                findings.add(look(address));
            }
            return findings;
        } catch (IOException e) {
            return List.of(Finding.problem(
                    ABOUT,
                    "DNS does not answer for " + hostname + ": " + e.getMessage(),
                    "look at /etc/resolv.conf, and whether its name servers can be reached"));
        }
    }

    private Finding look(InetAddress address) throws IOException {
        String text = hostname + " is " + address.getHostAddress();
        if (address.isLoopbackAddress() || address.isSiteLocalAddress()) {
            return Finding.advice(
                    ABOUT,
                    text + ", an address that the outside does not reach",
                    "right behind a NAT, if the outside sees another address; else correct /etc/hosts or DNS");
        }
        List<String> back = names.names(address);
        if (back.stream().anyMatch(hostname.name()::equalsIgnoreCase)) {
            return Finding.ok(ABOUT, text + " and back");
        }
        return Finding.advice(
                ABOUT,
                text + ", but back it is " + (back.isEmpty() ? "nobody" : String.join(", ", back)),
                "have the owner of the address set its PTR record to " + hostname
                        + ": many servers refuse mail from a host where the two do not agree");
    }
}
