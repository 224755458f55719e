import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Threads that work until they are told to end, or until one of them fails. For one run. */
final class Crew implements Closeable {
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;
    private volatile IOException failure;

    /** What one of them does; looks now and then at {@link #isOver}. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    void begin(String name, Work work) {
        Thread thread = new Thread(() -> run(work), name);
        threads.add(thread);
        thread.start();
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            failure = e;
        }
    }

    boolean isOver() {
        return over;
    }

    /**
     * @throws IOException if one of them failed
     */
    void check() throws IOException {
        if (failure != null) {
            throw new IOException("the load ended: " + failure.getMessage(), failure);
        }
    }

    /** Returns when all have ended. */
    @Override
    public void close() {
        over = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
