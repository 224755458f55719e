package org.etrngateway.notice;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.address.Mailbox;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.smtp.Arrival;

/**
 * Whether a message is likely to come from the sender that it names: a notice about one that does not goes to somebody
 * who never heard of it (backscatter). Believed are clients that logged in, sites at their own addresses, and what our
 * own filters in front of us say of SPF (RFC 7208) and DMARC (RFC 7489). A DKIM signature alone says nothing of the
 * sender in the envelope. Immutable, if what it is made of is.
 *
 * @param upstreams our filters
 * @param believe their names in Authentication-Results
 */
record Plausibility(List<AddressRange> upstreams, List<DomainName> believe, Collection<SiteConfig> sites) {
    private static final Pattern RESULT =
            Pattern.compile("\\s*(spf|dmarc)\\s*=\\s*pass\\b(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern MAIL_FROM = property("smtp\\.mailfrom");
    private static final Pattern HEADER_FROM = property("header\\.from");
    private static final Pattern SPF_FROM = property("envelope-from");

    private static Pattern property(String name) {
        return Pattern.compile(
                "\\b" + name + "\\s*=\\s*\"?<?(?:[^\\s;\">]*@)?([^\\s;\">@]+)", Pattern.CASE_INSENSITIVE);
    }

    /**
     * Why the sender may be forged, in words for the operator; empty if it is likely not to be.
     *
     * @param header of the message, beginning with our own trace header
     */
    Optional<String> doubt(Mailbox sender, byte[] header) {
        List<HeaderField> fields = HeaderField.of(header);
        Optional<Arrival> arrival = Arrival.of(fields.get(0).line());
        if (arrival.isEmpty()) {
            return Optional.of("how the message came here cannot be read");
        }
        if (arrival.get().authenticated() || isSite(arrival.get().client(), sender)) {
            return Optional.empty();
        }
        if (upstreams.stream().noneMatch(it -> it.contains(arrival.get().client()))) {
            return Optional.of("the message came from a stranger");
        }
        boolean passed = sender.domain()
                .filter(domain -> passedSpf(fields, domain) || passedFilter(fields, domain))
                .isPresent();
        return passed ? Optional.empty() : Optional.of("no filter says that the sender passed SPF or DMARC");
    }

    private boolean isSite(InetAddress client, Mailbox sender) {
        return sites.stream()
                .anyMatch(site -> site.maySendAs(sender)
                        && site.trigger().proof().from().stream().anyMatch(range -> range.contains(client)));
    }

    /**
     * A Received-SPF of the upstream itself stands between our trace header and its own, where nobody else can have put
     * it (RFC 7208 §9.1).
     */
    private static boolean passedSpf(List<HeaderField> fields, DomainName sender) {
        return fields.stream()
                .skip(1)
                .takeWhile(field -> !field.is("Received"))
                .filter(field -> field.is("Received-SPF"))
                .map(HeaderField::value)
                .anyMatch(it -> it.regionMatches(true, 0, "pass", 0, 4)
                        && domain(SPF_FROM, it).map(sender::equals).orElse(true));
    }

    private boolean passedFilter(List<HeaderField> fields, DomainName sender) {
        return fields.stream()
                .filter(field -> field.is("Authentication-Results"))
                .map(field -> field.value().split(";", -1))
                .filter(parts -> isBelieved(parts[0].strip().split("\\s+", 2)[0]))
                .anyMatch(parts -> List.of(parts).stream().skip(1).anyMatch(result -> isPass(result, sender)));
    }

    private boolean isBelieved(String name) {
        return believe.stream().anyMatch(it -> it.name().equalsIgnoreCase(name));
    }

    private static boolean isPass(String result, DomainName sender) {
        Matcher pass = RESULT.matcher(result);
        if (!pass.matches()) {
            return false;
        }
        if (pass.group(1).equalsIgnoreCase("spf")) {
            return domain(MAIL_FROM, pass.group(2)).filter(sender::equals).isPresent();
        }
        // The envelope's domain may be below that of the header: bounces.example.com.
        return domain(HEADER_FROM, pass.group(2))
                .filter(from -> sender.isWithin(from) || from.isBelow(sender))
                .isPresent();
    }

    private static Optional<DomainName> domain(Pattern property, String text) {
        Matcher found = property.matcher(text);
        try {
            return found.find() ? Optional.of(DomainName.parse(found.group(1))) : Optional.empty();
        } catch (InvalidAddressException e) {
            return Optional.empty();
        }
    }
}
