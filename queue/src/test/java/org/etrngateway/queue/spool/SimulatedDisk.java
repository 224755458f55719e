package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/**
 * A disk in memory that remembers what it held after each operation, so that one run yields all the states in
 * which a crash may leave it. Files of the index's database lie on it, too ({@link SimulatedFileSystem}).
 * Thread-safe.
 */
final class SimulatedDisk implements Disk, AutoCloseable {
    private final List<Moment> moments = new ArrayList<>();
    private final IntSupplier ledger;
    private final int number;
    private final String boot;
    private DiskState state;
    private Optional<Fault> fault = Optional.empty();
    private final Set<Path> locked = new HashSet<>();
    private boolean off;

    /**
     * @param boot the run of its machine
     * @param ledger how many entries a ledger has, to be noted with each operation
     */
    SimulatedDisk(DiskState state, String boot, IntSupplier ledger) {
        this.state = state;
        this.boot = boot;
        this.ledger = ledger;
        this.number = SimulatedFileSystem.add(this);
    }

    /**
     * The disk after an operation.
     *
     * @param ledger entries of the ledger by then
     */
    record Moment(DiskState state, int ledger, String operation) {}

    /** What is counted: all that a crash may come between. */
    enum Operation {
        CREATE,
        CREATE_FOLDER,
        WRITE,
        TRUNCATE,
        FORCE,
        FORCE_FOLDER,
        REPLACE,
        DELETE
    }

    /** Decides which operations fail. */
    @FunctionalInterface
    interface Fault {
        /**
         * @param count operations before this one
         * @throws IOException if it fails; of a write, the first half is done
         */
        void before(int count, Operation operation) throws IOException;
    }

    synchronized void failAs(Fault with) {
        fault = Optional.of(with);
    }

    /** Nothing works from here on, as for a process that was killed. */
    synchronized void turnOff() {
        off = true;
    }

    synchronized DiskState state() {
        return state;
    }

    /** The disk after each operation so far. */
    synchronized List<Moment> moments() {
        return List.copyOf(moments);
    }

    @Override
    public void close() {
        turnOff();
        SimulatedFileSystem.remove(number);
    }

    private synchronized void apply(Operation operation, String about, UnaryOperator<DiskState> change)
            throws IOException {
        check(operation);
        done(operation, about, change);
    }

    private void check(Operation operation) throws IOException {
        if (off) {
            throw new IOException("the power is off");
        }
        if (fault.isPresent()) {
            fault.get().before(moments.size(), operation);
        }
    }

    private void done(Operation operation, String about, UnaryOperator<DiskState> change) {
        state = change.apply(state);
        moments.add(new Moment(state, ledger.getAsInt(), operation + " " + about));
    }

    @Override
    public synchronized DiskFile create(Path name) throws IOException {
        if (state.has(name)) {
            throw new FileAlreadyExistsException(name.toString());
        }
        apply(Operation.CREATE, name.toString(), before -> before.create(name));
        return open(name);
    }

    @Override
    public synchronized DiskFile open(Path name) throws IOException {
        if (!state.has(name)) {
            throw new NoSuchFileException(name.toString());
        }
        return new Open(name, state.names().get(name));
    }

    @Override
    public synchronized void createFolder(Path folder) throws IOException {
        if (!state.has(folder)) {
            createFolder(folder.getParent());
            apply(Operation.CREATE_FOLDER, folder.toString(), before -> before.createFolder(folder));
        }
        if (folder.getParent() != null) {
            forceFolder(folder.getParent());
        }
    }

    @Override
    public synchronized void replace(Path from, Path to) throws IOException {
        if (!state.has(from)) {
            throw new NoSuchFileException(from.toString());
        }
        apply(Operation.REPLACE, from + " to " + to, before -> before.replace(from, to));
    }

    @Override
    public void delete(Path name) throws IOException {
        apply(Operation.DELETE, name.toString(), before -> before.delete(name));
    }

    @Override
    public synchronized boolean exists(Path file) {
        return state.has(file);
    }

    @Override
    public synchronized List<Path> list(Path folder) throws IOException {
        if (!state.has(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        return state.list(folder);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        apply(Operation.FORCE_FOLDER, folder.toString(), before -> before.forceFolder(folder));
    }

    @Override
    public synchronized Lock lock(Path folder) {
        if (!locked.add(folder)) {
            throw new SpoolException("the spool " + folder + " is in use");
        }
        return () -> unlock(folder);
    }

    private synchronized void unlock(Path folder) {
        locked.remove(folder);
    }

    @Override
    public String databaseName(Path file) {
        return SimulatedFileSystem.name(number, file);
    }

    @Override
    public String boot() {
        return boot;
    }

    @Override
    public synchronized long usableSpace(Path folder) {
        try {
            check(Operation.WRITE);
            return Long.MAX_VALUE;
        } catch (IOException e) {
            return 0;
        }
    }

    /** A file that is open: it stays so when its name goes. */
    private final class Open implements DiskFile {
        private final Path name;
        private final int file;

        Open(Path name, int file) {
            this.name = name;
            this.file = file;
        }

        private Octets content() {
            synchronized (SimulatedDisk.this) {
                return state.file(file).content();
            }
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                try {
                    check(Operation.WRITE);
                } catch (IOException e) {
                    int half = from.remaining() / 2;
                    if (!off) {
                        put(from.slice(from.position(), half), position);
                    }
                    throw e;
                }
                put(from, position);
            }
        }

        private void put(ByteBuffer from, long position) {
            String about = name + " " + from.remaining() + " at " + position;
            done(Operation.WRITE, about, before -> before.change(file, content().write(from, position)));
        }

        @Override
        public int read(ByteBuffer into, long position) {
            return content().read(into, position);
        }

        @Override
        public void force() throws IOException {
            apply(Operation.FORCE, name.toString(), before -> before.force(file));
        }

        @Override
        public void truncate(long size) throws IOException {
            apply(
                    Operation.TRUNCATE,
                    name + " to " + size,
                    before -> before.change(file, content().truncate(size)));
        }

        @Override
        public long size() {
            return content().size();
        }

        @Override
        public void rest() {
            // there are no descriptors
        }

        @Override
        public void close() {
            // the same
        }
    }
}
