package org.etrngateway.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.InvalidAddressException;
import org.etrngateway.address.Mailbox;

/**
 * The valid recipients of a site: a file with an address or an {@code @domain} on each line; {@code #}
 * at the start of a line or behind a space begins a comment. Immutable.
 *
 * <p>Case does not count, in local parts neither. RFC 5321 §2.4 leaves it to the final host, yet hosts
 * that tell {@code Ann} from {@code ann} are hardly found, and a sender's capital would bounce mail. The
 * address itself is passed on as written. Postmaster is always valid (RFC 5321 §4.5.1).
 */
public final class Recipients {
    private final Path file;
    private final FileStamp stamp;
    private final Set<String> addresses;
    private final Set<DomainName> domains;

    /**
     * What became of reading a file: the lines that are sound, and the problems of the others.
     *
     * @param problems with line 0 if the file could not be read; then nobody is a recipient
     */
    public record Read(Recipients recipients, List<ConfigProblem> problems) {}

    private Recipients(Path file, FileStamp stamp, Set<String> addresses, Set<DomainName> domains) {
        this.file = file;
        this.stamp = stamp;
        this.addresses = Set.copyOf(addresses);
        this.domains = Set.copyOf(domains);
    }

    public static Read read(Path file) {
        // Stamped before it is read: a change meanwhile is seen as one.
        FileStamp stamp = FileStamp.of(file);
        Set<String> addresses = new HashSet<>();
        Set<DomainName> domains = new HashSet<>();
        List<ConfigProblem> problems = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String entry = withoutComment(lines.get(i));
                try {
                    add(entry, addresses, domains);
                } catch (InvalidAddressException e) {
                    problems.add(new ConfigProblem(file, i + 1, "", "no address and no @domain: " + e.getMessage()));
                }
            }
        } catch (NoSuchFileException e) {
            problems.add(new ConfigProblem(file, 0, "", "there is no such file"));
        } catch (CharacterCodingException e) {
            problems.add(new ConfigProblem(file, 0, "", "the file is not UTF-8 text"));
        } catch (IOException e) {
            problems.add(new ConfigProblem(file, 0, "", "the file cannot be read"));
        }
        return new Read(new Recipients(file, stamp, addresses, domains), List.copyOf(problems));
    }

    /** True if mail of the site may go to this address. */
    public boolean accepts(Mailbox mailbox) {
        return mailbox.domain()
                .map(domain -> domains.contains(domain)
                        || addresses.contains(canonical(mailbox, domain))
                        || mailbox.localPart().equalsIgnoreCase("postmaster"))
                .orElse(false);
    }

    /** True if the file is another than the one read: it is time to read it again. */
    public boolean hasChanged() {
        return !FileStamp.of(file).equals(stamp);
    }

    private static void add(String entry, Set<String> addresses, Set<DomainName> domains) {
        if (entry.startsWith("@")) {
            domains.add(DomainName.parse(entry.substring(1)));
        } else if (!entry.isEmpty()) {
            Mailbox mailbox = Mailbox.parse(entry);
            DomainName domain = mailbox.domain()
                    .orElseThrow(() -> new InvalidAddressException("an address literal belongs to no site"));
            addresses.add(canonical(mailbox, domain));
        }
    }

    private static String canonical(Mailbox mailbox, DomainName domain) {
        return mailbox.localPart().toLowerCase(Locale.ROOT) + "@" + domain;
    }

    private static String withoutComment(String line) {
        for (int hash = line.indexOf('#'); hash >= 0; hash = line.indexOf('#', hash + 1)) {
            if (hash == 0 || Character.isWhitespace(line.charAt(hash - 1))) {
                return line.substring(0, hash).strip();
            }
        }
        return line.strip();
    }
}
