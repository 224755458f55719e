package org.etrngateway.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.etrngateway.address.DomainName;

/** What delivery asks of the domain name system. Thread-safe; blocks. */
public interface Dns {
    /**
     * The MX records of a domain (RFC 5321 §5.1), in no order.
     *
     * @return an empty list if the domain exists and has none
     * @throws NoSuchDomainException if there is no such domain
     * @throws IOException if it could not be found out
     */
    List<Mx> mx(DomainName domain) throws IOException, NoSuchDomainException;

    /**
     * The addresses of a host, those to try first in front.
     *
     * @return an empty list if it has none
     * @throws IOException if it could not be found out
     */
    List<InetAddress> addresses(String host) throws IOException;

    /**
     * One MX record.
     *
     * @param host canonical, or the empty text for a null MX (RFC 7505)
     */
    record Mx(int preference, String host) {}

    /** The domain does not exist. */
    final class NoSuchDomainException extends Exception {
        private static final long serialVersionUID = 1L;

        public NoSuchDomainException(DomainName domain) {
            super("there is no domain " + domain);
        }
    }
}
