package org.etrngateway.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of the console.
 *
 * @param path where the browser asks for it
 * @param type with its character set
 * @param tag changes when the content does (ETag, RFC 9110 section 8.8.3)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record Asset(String path, String type, byte[] octets, String tag) {
    static Asset of(String path, String file, String type) {
        try (InputStream in = Asset.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the console's " + file + " is not in the jar");
            }
            byte[] octets = in.readAllBytes();
            return new Asset(path, type, octets, tag(octets));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] octets) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(octets);
            return '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
