package org.etrngateway.account;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.etrngateway.config.PrivateFile;

/**
 * Replaces a file of secrets as a whole: after a crash it is the old one or the new one. Only its owner can read it,
 * from its first octet on. Stateless.
 */
public final class SafeFile {
    private SafeFile() {}

    /**
     * @throws AccountsException if it cannot, or if another command is just doing the same
     */
    public static void replace(Path file, String text) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            write(fresh, text);
        } catch (FileAlreadyExistsException e) {
            throw new AccountsException(
                    fresh + " is there: another command changes the file, or was cut short; then remove it", e);
        } catch (IOException e) {
            throw new AccountsException(fresh + " cannot be written: " + PrivateFile.reason(e), e);
        }
        try {
            keepOwner(file, fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            force(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new AccountsException(file + " cannot be replaced: " + PrivateFile.reason(e), e);
        }
    }

    private static void write(Path fresh, String text) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (FileChannel channel = FileChannel.open(fresh, options, ownerOnly())) {
            ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
    }

    /** The gateway must be able to read what an operator writes as root: whose folder it is, his is the file. */
    private static void keepOwner(Path file, Path fresh) throws IOException {
        Path like = Files.exists(file) ? file : file.toAbsolutePath().getParent();
        UserPrincipal owner = Files.getOwner(like);
        if (!owner.equals(Files.getOwner(fresh))) {
            Files.setOwner(fresh, owner);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
