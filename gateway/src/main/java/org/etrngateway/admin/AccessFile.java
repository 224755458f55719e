package org.etrngateway.admin;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * How the command line gets at a running gateway: the file {@code admin.token} in the data folder, made at
 * each start and readable by its owner only. Its lines are a token, which is new each time, and the address
 * of the HTTP interface. Immutable; the token is never printed.
 */
public record AccessFile(String token, URI address) {
    private static final String NAME = "admin.token";
    private static final int TOKEN_OCTETS = 32;

    /** A token that nobody can guess. */
    static String newToken() {
        byte[] random = new byte[TOKEN_OCTETS];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /**
     * Reads what a gateway with this data folder left.
     *
     * @throws IOException if it cannot be read: most likely no gateway runs, or we are not its user
     */
    public static AccessFile read(Path data) throws IOException {
        Path file = data.resolve(NAME);
        // Latin-1, for it takes any octets: what is wrong with them is told below, in our words.
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        try {
            if (lines.size() == 2) {
                URI address = new URI(lines.get(1));
                if ("http".equals(address.getScheme()) && address.getHost() != null) {
                    return new AccessFile(lines.get(0), address);
                }
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new IOException(file + " is damaged: a new start of the gateway writes it afresh");
    }

    /** Puts the file in place as a whole. */
    void write(Path data) throws IOException {
        Path fresh = data.resolve(NAME + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, token + "\n" + address + "\n", StandardCharsets.US_ASCII);
        Files.move(fresh, data.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Takes it away; what was in it opens nothing any more. */
    static void delete(Path data) throws IOException {
        Files.deleteIfExists(data.resolve(NAME));
    }

    @Override
    public String toString() {
        return "AccessFile[token=***, address=" + address + "]";
    }
}
