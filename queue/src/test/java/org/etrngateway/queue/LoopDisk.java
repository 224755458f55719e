package org.etrngateway.queue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file system of its own in an image under {@code target/disks}, made by {@code scripts/disks}: it can be
 * full, read-only, or lose its power. Root is needed. It is unmounted when it is closed, or when the machine of
 * the tests ends in order; one that was left is unmounted when the next one is made. For one thread.
 */
public final class LoopDisk implements AutoCloseable {
    private static final Path FOLDER = Path.of("target", "disks").toAbsolutePath();

    private final Path folder;
    private final Thread atExit = new Thread(this::releaseAtExit);

    private LoopDisk(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Makes and mounts one.
     *
     * @param kind of file system: ext4 or xfs
     * @param mib its size; the image takes no more room than what is written
     */
    public static LoopDisk make(String kind, int mib) throws IOException {
        Files.createDirectories(FOLDER);
        run("release", FOLDER.toString());
        Path folder = FOLDER.resolve(kind);
        LoopDisk disk = new LoopDisk(folder);
        run("make", kind, folder.toString(), Integer.toString(mib));
        return disk;
    }

    /** Where it is mounted. */
    public Path folder() {
        return folder;
    }

    /**
     * Power is gone: the process stands still, and nothing that was not forced will be there again.
     *
     * @param pid who writes there; it does not go on any more, but is the caller's to end
     */
    public void cut(long pid) throws IOException {
        run("cut", folder.toString(), Long.toString(pid));
    }

    /** Power is back: mounts it again, for which no process may have a file of it open. */
    public void recover() throws IOException {
        run("release", folder.toString());
        run("mount", folder.toString());
    }

    /** Mounts it again so that nothing can be written. */
    public void protect() throws IOException {
        run("release", folder.toString());
        run("mount", folder.toString(), "ro");
    }

    /** The words that run strace, up to its arguments. */
    public static List<String> strace() {
        return List.of(script().toString(), "strace");
    }

    @Override
    public void close() throws IOException {
        run("release", folder.toString());
        Files.deleteIfExists(folder.resolveSibling(folder.getFileName() + ".image"));
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void releaseAtExit() {
        try {
            run("release", folder.toString());
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
    }

    private static void run(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(script().toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Path script() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(folder.resolve("scripts/disks"))) {
            folder = folder.getParent();
        }
        return folder.resolve("scripts/disks");
    }
}
