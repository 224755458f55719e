package org.etrngateway.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as openssl writes them. */
class ServerCertificateTest {
    private static final Path FILES = Path.of("src/test/resources/certificates");
    private static final Path MX = FILES.resolve("mx.pem");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "mx.pem, mx.key, EC",
        "mx.pem, mx-sec1.key, EC",
        "old.pem, old.key, RSA",
        "old.pem, old-pkcs1.key, RSA",
    })
    void aKeyIsReadInEachOfItsForms(String chain, String key, String algorithm) throws BadCertificateException {
        ServerCertificate server = ServerCertificate.read(FILES.resolve(chain), FILES.resolve(key));
        assertThat(server.key().getAlgorithm()).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @CsvSource({
        "mx.isp.example, true",
        "MX.ISP.EXAMPLE, true",
        "a.sites.isp.example, true",
        "a.b.sites.isp.example, false",
        "sites.isp.example, false",
        "isp.example, false",
        "'', false",
        ".sites.isp.example, false",
    })
    void itIsForTheNamesThatItHas(String host, boolean fits) throws BadCertificateException {
        assertThat(ServerCertificate.read(MX, FILES.resolve("mx.key")).isFor(host))
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "old.key, old.key, the key is not that of the certificate",
        "encrypted.key, encrypted.key, the private key is encrypted",
        "encrypted-of-old.key, encrypted-of-old.key, the private key is encrypted",
        "mx.pem, mx.pem, there is no private key in it",
        "none.key, none.key, there is no such file",
    })
    void aKeyThatCannotBeUsedIsRefusedByItsName(String key, String blamed, String reason) {
        assertThatThrownBy(() -> ServerCertificate.read(MX, FILES.resolve(key)))
                .isInstanceOfSatisfying(
                        BadCertificateException.class, e -> assertThat(e.file()).hasFileName(blamed))
                .hasMessageStartingWith(reason);
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        String text = Files.readString(MX);
        refused(text.substring(0, text.length() / 2), "there is no certificate in it");
        refused(text.replace('M', '!'), "what stands under CERTIFICATE cannot be read");
        refused(text.replaceFirst("MII", "AAA"), "a certificate in it cannot be read");
        refused("", "there is no certificate in it");
        refused("x".repeat(2 << 20), "the file is too large");
    }

    private void refused(String text, String reason) throws IOException {
        Path file = Files.writeString(folder.resolve("chain.pem"), text);
        assertThatThrownBy(() -> ServerCertificate.read(file, FILES.resolve("mx.key")))
                .isInstanceOf(BadCertificateException.class)
                .hasMessageStartingWith(reason);
    }

    @Test
    void aDamagedKeyIsRefused() throws IOException {
        for (String name : new String[] {"mx.key", "mx-sec1.key", "old-pkcs1.key"}) {
            String text = Files.readString(FILES.resolve(name));
            Path file = Files.writeString(folder.resolve(name), text.replaceFirst("\nM", "\nA"));
            assertThatThrownBy(() -> ServerCertificate.read(MX, file)).isInstanceOf(BadCertificateException.class);
        }
    }

    @Test
    void aPinNamesTheKeyAsOthersDo() throws BadCertificateException {
        KeyPin pin = KeyPin.of(Certificates.read(MX).get(0).getPublicKey());
        // openssl x509 -in mx.pem -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary |
        // base64
        assertThat(pin).hasToString("sha256/AoMco635mhAlMghzdNlkchCPJvEAge4Gvoa0IUEeuFY=");
        assertThat(KeyPin.parse(pin.toString())).isEqualTo(pin);
    }

    @ParameterizedTest
    @CsvSource({"AoMco635mhAlMghzdNlkchCPJvEAge4Gvoa0IUEeuFY=", "sha256/AoMco635", "sha256/!", "sha256/", "sha1/AA=="})
    void whatIsNoPinIsRefused(String text) {
        assertThatThrownBy(() -> KeyPin.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
