package org.etrngateway.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Certificates by openssl, which their maker alone believes. */
final class Openssl {
    private Openssl() {}

    /** A key {@code NAME.key} and a certificate {@code NAME.pem} for a name; returns the latter. */
    static Path certificate(Path folder, String name) throws IOException, InterruptedException {
        Path file = folder.resolve(name + ".pem");
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-days",
                        "90",
                        "-subj",
                        "/CN=" + name,
                        "-addext",
                        "subjectAltName=DNS:" + name,
                        "-keyout",
                        folder.resolve(name + ".key").toString(),
                        "-out",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(openssl.getInputStream().readAllBytes(), UTF_8);
        assertThat(openssl.waitFor()).as(output).isZero();
        return file;
    }

    /** Both in one file, the key first. */
    static void join(Path certificate, Path into) throws IOException {
        Path key =
                certificate.resolveSibling(certificate.getFileName().toString().replace(".pem", ".key"));
        Files.writeString(into, String.join("\n", List.of(Files.readString(key), Files.readString(certificate))));
    }
}
