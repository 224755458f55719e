package org.etrngateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A file that is replaced as a whole: who reads it finds the old one or the new one. It is not forced, so a power cut may
 * bring the old one back. Stateless.
 */
public final class ReplacedFile {
    private ReplacedFile() {}

    /**
     * @throws IOException if it cannot; then the old one stays
     */
    public static void write(Path file, List<String> lines) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, lines);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
