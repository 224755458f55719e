package org.etrngateway.queue.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.store.fs.FakeFileChannel;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;

/**
 * The simulated disks as a file system of the index's database: {@code simulated:NUMBER/folder/file}. So what
 * the database writes is lost and torn like all else.
 */
final class SimulatedFileSystem extends FilePath {
    private static final String SCHEME = "simulated";
    private static final Map<Integer, SimulatedDisk> DISKS = new ConcurrentHashMap<>();
    private static final AtomicInteger LAST = new AtomicInteger();

    static {
        FilePath.register(new SimulatedFileSystem());
    }

    private SimulatedFileSystem() {}

    /** Makes a disk known under a number of its own. */
    static int add(SimulatedDisk disk) {
        int number = LAST.incrementAndGet();
        DISKS.put(number, disk);
        return number;
    }

    static void remove(int number) {
        DISKS.remove(number);
    }

    static String name(int number, Path file) {
        return SCHEME + ":" + number + file;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FilePath getPath(String path) {
        SimulatedFileSystem file = new SimulatedFileSystem();
        file.name = path;
        return file;
    }

    private int slash() {
        return name.indexOf('/');
    }

    private SimulatedDisk disk() {
        SimulatedDisk disk = DISKS.get(Integer.valueOf(name.substring(SCHEME.length() + 1, slash())));
        if (disk == null) {
            throw new UncheckedIOException(new IOException("there is no such disk: " + name));
        }
        return disk;
    }

    private Path file() {
        return Path.of(name.substring(slash()));
    }

    private FilePath sibling(Path file) {
        return getPath(name.substring(0, slash()) + file);
    }

    @Override
    public long size() {
        try (DiskFile file = disk().open(file())) {
            return file.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void moveTo(FilePath to, boolean atomicReplace) {
        tell(() -> disk().replace(file(), ((SimulatedFileSystem) to).file()));
    }

    @Override
    public boolean createFile() {
        if (exists()) {
            return false;
        }
        tell(() -> disk().create(file()).close());
        return true;
    }

    @Override
    public boolean exists() {
        return disk().exists(file());
    }

    @Override
    public void delete() {
        tell(() -> disk().delete(file()));
    }

    private static void tell(Task task) {
        try {
            task.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<FilePath> newDirectoryStream() {
        return disk().state().list(file()).stream().map(this::sibling).toList();
    }

    @Override
    public FilePath toRealPath() {
        return this;
    }

    @Override
    public FilePath getParent() {
        return sibling(file().getParent());
    }

    @Override
    public boolean isDirectory() {
        return Integer.valueOf(DiskState.FOLDER).equals(disk().state().names().get(file()));
    }

    @Override
    public boolean isRegularFile() {
        return exists() && !isDirectory();
    }

    @Override
    public boolean isAbsolute() {
        return true;
    }

    @Override
    public long lastModified() {
        return 0;
    }

    @Override
    public boolean canWrite() {
        return true;
    }

    @Override
    public boolean setReadOnly() {
        return false;
    }

    @Override
    public void createDirectory() {
        tell(() -> disk().createFolder(file()));
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        SimulatedDisk disk = disk();
        boolean read = mode.equals("r") || disk.exists(file());
        return new Channel(read ? disk.open(file()) : disk.create(file()));
    }

    /** What the disk is told. */
    private interface Task {
        void run() throws IOException;
    }

    /** An open file, as the database wants it. */
    private static final class Channel extends FileBaseDefault {
        private final DiskFile file;

        Channel(DiskFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public synchronized int read(ByteBuffer into, long position) throws IOException {
            int read = file.read(into, position);
            return read == 0 && into.hasRemaining() ? -1 : read;
        }

        @Override
        public synchronized int write(ByteBuffer from, long position) throws IOException {
            int length = from.remaining();
            file.write(from, position);
            return length;
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            file.force();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            return new Free(position, size, shared);
        }
    }

    /** The spool's own lock keeps others away. */
    private static final class Free extends FileLock {
        Free(long position, long size, boolean shared) {
            super(FakeFileChannel.INSTANCE, position, size, shared);
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public void release() {
            // was never taken
        }
    }
}
