package org.etrngateway.certificate;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/**
 * Reads private keys: PKCS #8 (RFC 5958), which the JDK knows, and the forms of old, PKCS #1 (RFC 8017 §A.1.2) and SEC 1
 * (RFC 5915), which are put into the envelope of PKCS #8. Encrypted keys are refused: nobody is there to say the word.
 */
final class PrivateKeys {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    /** The curve of a SEC 1 key. */
    private static final int PARAMETERS = 0xA0;

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    /** 1.2.840.113549.1.1.1 and NULL. */
    private static final byte[] RSA = {
        0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** 1.2.840.10045.2.1; the curve follows. */
    private static final byte[] EC = {0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01};

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519", "Ed448");

    private PrivateKeys() {}

    /** The first key in the file. */
    static PrivateKey read(Path file) throws BadCertificateException {
        for (Pem block : Pem.read(file)) {
            Optional<byte[]> pkcs8 = pkcs8(file, block);
            if (pkcs8.isPresent()) {
                return key(pkcs8.get())
                        .orElseThrow(() -> new BadCertificateException(file, "the private key cannot be read"));
            }
        }
        throw new BadCertificateException(file, "there is no private key in it");
    }

    private static Optional<byte[]> pkcs8(Path file, Pem block) throws BadCertificateException {
        try {
            return switch (block.label()) {
                case "PRIVATE KEY" -> Optional.of(block.octets());
                case "RSA PRIVATE KEY" -> Optional.of(envelope(RSA, block.octets()));
                case "EC PRIVATE KEY" -> Optional.of(envelope(join(EC, curve(block.octets())), block.octets()));
                case Pem.ENCRYPTED ->
                    throw new BadCertificateException(
                            file, "the private key is encrypted: openssl pkey -in FILE -out FILE takes that off");
                default -> Optional.empty();
            };
        } catch (RuntimeException e) {
            throw new BadCertificateException(file, "the private key cannot be read", e);
        }
    }

    /** Of the algorithm that the envelope says, which a factory of another refuses. */
    private static Optional<PrivateKey> key(byte[] pkcs8) {
        return ALGORITHMS.stream()
                .flatMap(algorithm -> key(algorithm, pkcs8).stream())
                .findFirst();
    }

    private static Optional<PrivateKey> key(String algorithm, byte[] pkcs8) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static byte[] envelope(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, join(VERSION_0, element(SEQUENCE, algorithm), element(OCTET_STRING, key)));
    }

    /** The curve's name out of {@code SEQUENCE { version, key, [0] curve, … }}. */
    private static byte[] curve(byte[] sec1) {
        ByteBuffer members = content(ByteBuffer.wrap(sec1));
        while (members.hasRemaining()) {
            int tag = members.get(members.position()) & 0xFF;
            ByteBuffer member = content(members);
            if (tag == PARAMETERS) {
                byte[] name = new byte[member.remaining()];
                member.get(name);
                return name;
            }
        }
        throw new IllegalArgumentException("no curve is named");
    }

    /** The content of the element (X.690) at the buffer's position, which moves behind it. */
    private static ByteBuffer content(ByteBuffer from) {
        from.get();
        int length = from.get() & 0xFF;
        if (length > 0x7F) {
            int octets = length & 0x7F;
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = Math.addExact(Math.multiplyExact(length, 256), from.get() & 0xFF);
            }
        }
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return content;
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length > 0xFF) {
            out.writeBytes(new byte[] {(byte) 0x82, (byte) (content.length >> 8), (byte) content.length});
        } else if (content.length > 0x7F) {
            out.writeBytes(new byte[] {(byte) 0x81, (byte) content.length});
        } else {
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
