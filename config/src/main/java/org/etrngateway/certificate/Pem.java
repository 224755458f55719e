package org.etrngateway.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One block of a PEM file (RFC 7468). Immutable. */
final class Pem {
    /** More is no certificate. */
    private static final long LARGEST_FILE = 1 << 20;

    /** As RFC 5958 labels a key under a password; the headers by which older ones say so (RFC 1421) mean the same. */
    static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s(.*?)-----END \\1-----", Pattern.DOTALL);

    private final String label;
    private final byte[] octets;

    private Pem(String label, byte[] octets) {
        this.label = label;
        this.octets = octets;
    }

    /** Such as {@code CERTIFICATE}. */
    String label() {
        return label;
    }

    byte[] octets() {
        return octets.clone();
    }

    /** All blocks of a file, in order; what stands between them is for people. */
    static List<Pem> read(Path file) throws BadCertificateException {
        Matcher matcher = BLOCK.matcher(text(file));
        List<Pem> blocks = new ArrayList<>();
        while (matcher.find()) {
            String label = matcher.group(1);
            String text = matcher.group(2).replaceAll("\\s", "");
            if (text.startsWith("Proc-Type:4,ENCRYPTED")) {
                blocks.add(new Pem(ENCRYPTED, new byte[0]));
                continue;
            }
            try {
                blocks.add(new Pem(label, Base64.getDecoder().decode(text)));
            } catch (IllegalArgumentException e) {
                throw new BadCertificateException(file, "what stands under " + label + " cannot be read", e);
            }
        }
        return blocks;
    }

    private static String text(Path file) throws BadCertificateException {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new BadCertificateException(file, "the file is too large for a certificate or a key");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new BadCertificateException(file, "there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new BadCertificateException(file, "permission denied", e);
        } catch (IOException e) {
            throw new BadCertificateException(file, String.valueOf(e.getMessage()), e);
        }
    }
}
