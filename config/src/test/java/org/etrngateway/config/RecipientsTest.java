package org.etrngateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.etrngateway.address.Mailbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipientsTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = folder.resolve("acme.list");
        Files.writeString(file, """
                # the people of acme
                Ann@Acme.example        # a comment
                o#hara@acme.example

                "john doe"@acme.example
                @all.example
                @bücher.example
                """);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "ann@acme.example, true",
                "ANN@ACME.EXAMPLE, true",
                "o#hara@acme.example, true",
                "o@acme.example, false",
                "bob@acme.example, false",
                "\"john doe\"@acme.example, true",
                "anybody@all.example, true",
                "anybody@below.all.example, false",
                "x@xn--bcher-kva.example, true",
                "Postmaster@acme.example, true",
                "ann@[192.0.2.1], false",
            })
    void acceptsWhatIsListed(String address, boolean accepted) {
        Recipients.Read read = Recipients.read(file);

        assertThat(read.problems()).isEmpty();
        assertThat(read.recipients().accepts(Mailbox.parse(address))).isEqualTo(accepted);
    }

    @Test
    void aBrokenLineIsAProblemAndTheOthersCount() throws IOException {
        Files.writeString(file, "ann@acme.example\nnobody\nx@[192.0.2.1]\n");

        Recipients.Read read = Recipients.read(file);

        assertThat(read.problems()).extracting(ConfigProblem::line).containsExactly(2, 3);
        assertThat(read.problems()).extracting(ConfigProblem::file).containsOnly(file);
        assertThat(read.recipients().accepts(Mailbox.parse("ann@acme.example"))).isTrue();
    }

    @Test
    void seesThatTheFileIsAnother() throws IOException {
        Recipients recipients = Recipients.read(file).recipients();
        assertThat(recipients.hasChanged()).isFalse();

        Path next = Files.copy(file, folder.resolve("next"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(recipients.hasChanged()).isTrue();

        Recipients grown = Recipients.read(file).recipients();
        Files.writeString(file, "x@acme.example\n");
        assertThat(grown.hasChanged()).isTrue();

        Recipients removed = Recipients.read(file).recipients();
        Files.delete(file);
        assertThat(removed.hasChanged()).isTrue();
    }

    @Test
    void withoutTheFileNobodyIsListed() {
        Recipients.Read read = Recipients.read(folder.resolve("none"));

        assertThat(read.problems())
                .singleElement()
                .extracting(ConfigProblem::line)
                .isEqualTo(0);
        assertThat(read.recipients().accepts(Mailbox.parse("ann@acme.example"))).isFalse();
        assertThat(read.recipients().hasChanged()).isFalse();
    }
}
