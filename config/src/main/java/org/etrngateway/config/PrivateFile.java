package org.etrngateway.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/** A file that holds secrets, and that only its owner may read or change. Stateless. */
public final class PrivateFile {
    private static final Set<PosixFilePermission> OPEN = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private PrivateFile() {}

    /**
     * @throws IOException if there is no such file, or others than its owner can read or change it
     */
    public static void check(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null && view.readAttributes().permissions().stream().anyMatch(OPEN::contains)) {
            throw new IOException("others can read or change the file: chmod 600 helps");
        }
    }

    /** What to tell an operator: some exceptions have only the path in their message. */
    public static String reason(IOException error) {
        if (error instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        return error instanceof CharacterCodingException ? "the file is not UTF-8 text" : error.getMessage();
    }

    /** For a file that may be missing yet. */
    static List<ConfigProblem> problemsIfThere(Path file) {
        try {
            check(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            return List.of(new ConfigProblem(file, 0, "", reason(e)));
        }
        return List.of();
    }
}
