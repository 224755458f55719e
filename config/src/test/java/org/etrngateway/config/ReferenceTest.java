package org.etrngateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference in the manual says what the declarations say. */
class ReferenceTest {
    private static final Path MANUAL = Path.of("..", "docs", "configuration.md");
    private static final String INTRODUCTION = """
            # Configuration

            The settings are YAML 1.2, by default in `config/gateway.yaml`. All problems are reported at once, with file, line
            and key: `scripts/gateway check-config`. What is in force, defaults included: `scripts/gateway print-config`.
            Relative paths are relative to the folder of the file that names them. SIGHUP reloads; what is wrong then
            changes nothing, and listeners need a restart.

            A site may be a file of its own, `sites.d/NAME.yaml` beside the main file, with the settings of the site at the
            top level. `config/gateway.yaml` and `config/sites.d/branch.yaml` are examples.

            """;

    /** With {@code -DwriteManual} the manual is written instead. */
    @Test
    void theManualHoldsTheReference() throws IOException {
        String expected = INTRODUCTION + ConfigText.reference();
        if (System.getProperty("writeManual") != null) {
            Files.writeString(MANUAL, expected);
        }
        assertThat(Files.readString(MANUAL)).isEqualTo(expected);
    }
}
