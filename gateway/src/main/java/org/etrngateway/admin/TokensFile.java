package org.etrngateway.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.etrngateway.account.AccountsException;
import org.etrngateway.account.SafeFile;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.PrivateFile;

/**
 * The file of who may see and steer, mode 0600: a line each, with the hash of the token.
 *
 * <pre>
 * anna admin sha256=9f86d081…
 * shop site acme sha256=2c26b46b…
 * </pre>
 *
 * <p>A plain hash does, for a token is 256 random bits and not a word that somebody chose. The file is read at each
 * question and not kept, so that a token that was removed opens nothing any more. A line that begins with {@code #}
 * is a comment. Stateless; replaced as a whole.
 */
public final class TokensFile {
    private static final String HASH = "sha256=";
    private static final int HASH_DIGITS = 64;

    private final Path file;

    public TokensFile(Path file) {
        this.file = file;
    }

    private record Entry(Principal principal, String hash) {
        private String line() {
            String site = principal.site().map(name -> " " + name).orElse("");
            return principal.name() + " " + principal.role().word() + site + " " + HASH + hash;
        }
    }

    /**
     * All that have a token; none if there is no file.
     *
     * @throws AccountsException if the file cannot be read, is open to others, or a line of it makes no sense
     */
    public List<Principal> principals() {
        return entries().stream().map(Entry::principal).toList();
    }

    /**
     * Makes a token. It cannot be had from the file again.
     *
     * @throws AccountsException if the name has one, or the file cannot be written
     */
    public String add(Principal principal) {
        if (principals().stream().anyMatch(other -> other.name().equals(principal.name()))) {
            throw new AccountsException(principal.name() + " has a token already: remove it first");
        }
        String token = AccessFile.newToken();
        List<String> lines = new ArrayList<>(lines());
        lines.add(new Entry(principal, hashOf(token)).line());
        SafeFile.replace(file, String.join("\n", lines) + "\n");
        return token;
    }

    /**
     * @return false if the name has no token
     * @throws AccountsException if the file cannot be read or written
     */
    public boolean remove(AccountName name) {
        List<String> lines = new ArrayList<>(lines());
        if (!lines.removeIf(line -> line.strip().split(" ", 2)[0].equals(name.name()))) {
            return false;
        }
        SafeFile.replace(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
        return true;
    }

    /** Whose token this is, by its hash. */
    Optional<Principal> holderOf(String hash) {
        byte[] wanted = hash.getBytes(StandardCharsets.US_ASCII);
        return entries().stream()
                .filter(entry -> MessageDigest.isEqual(entry.hash.getBytes(StandardCharsets.US_ASCII), wanted))
                .map(Entry::principal)
                .findFirst();
    }

    static String hashOf(String token) {
        try {
            byte[] octets = token.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    entries.add(entry(line.split(" +", -1)));
                } catch (IllegalArgumentException e) {
                    throw new AccountsException(file + ":" + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        return entries;
    }

    private static Entry entry(String[] words) {
        String last = words[words.length - 1];
        boolean whole = words.length == 3 || words.length == 4;
        if (!whole
                || !last.startsWith(HASH)
                || !last.substring(HASH.length()).matches("[0-9a-f]{" + HASH_DIGITS + "}")) {
            throw new IllegalArgumentException("expected NAME ROLE [SITE] " + HASH + "…");
        }
        Optional<SiteName> site = words.length == 4 ? Optional.of(new SiteName(words[2])) : Optional.empty();
        Principal principal = new Principal(new AccountName(words[0]), Role.of(words[1]), site);
        return new Entry(principal, last.substring(HASH.length()));
    }

    private List<String> lines() {
        try {
            PrivateFile.check(file);
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new AccountsException(file + ": " + PrivateFile.reason(e), e);
        }
    }
}
