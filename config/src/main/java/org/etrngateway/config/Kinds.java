package org.etrngateway.config;

import java.util.List;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.Mailbox;
import org.etrngateway.config.schema.Kind;
import org.etrngateway.config.schema.Listing;
import org.etrngateway.config.schema.Scalar;

/** What several settings can be. */
final class Kinds {
    static final Kind<DomainName> DOMAIN = new Scalar<>("a domain name", DomainName::parse, DomainName::toString);

    static final Kind<Mailbox> MAILBOX =
            new Scalar<>("a mail address such as admin@isp.example", Mailbox::parse, Mailbox::toString);

    static final Kind<String> HOST =
            new Scalar<>("a host name or an IP address", text -> new HostAddress(text, 0).host(), text -> text);

    static final Kind<Integer> PORT = Scalar.number(1, 65535);

    static final Kind<HostAddress> BIND =
            new Scalar<>("an address with port such as \"127.0.0.1:2525\"", Kinds::parseBind, HostAddress::toString);

    static final Kind<List<AddressRange>> RANGES = new Listing<>(
            "a list of addresses and ranges such as [192.0.2.0/29, 2001:db8::1]",
            new Scalar<>("an address or a range of addresses", AddressRange::parse, AddressRange::toString),
            0);

    static final Kind<RetrySteps> RETRY = new Scalar<>(
            "a list of delays such as \"5m, 15m*4, 1h*6, 4h…\" (the last repeats), or a name in schedules",
            RetrySteps::parse,
            RetrySteps::toString);

    private Kinds() {}

    private static HostAddress parseBind(String text) {
        return HostAddress.parse(text, -1);
    }
}
