import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Several who look at lists, one list after the other, each asking so often; who gets his answer late asks at once for
 * the next. For one run.
 */
final class Consoles implements Closeable {
    private static final int CLIENTS = 3;
    private static final long EVERY_NANOS = 100_000_000L;

    private final String base;
    private final String token;
    private final Map<String, Asked> lists = new LinkedHashMap<>();
    private final Crew crew = new Crew();

    /** One list: what is asked in the n-th turn, and what became of it. */
    record Asked(IntFunction<String> path, Waits waits, long[] octets) {}

    Consoles(Path data) throws IOException {
        List<String> access = Files.readAllLines(data.resolve("admin.token"));
        token = access.get(0);
        base = access.get(1);
    }

    /** In words for the output. */
    static String load() {
        return "%d clients, %d lists a second each".formatted(CLIENTS, 1_000_000_000L / EVERY_NANOS);
    }

    void add(String name, IntFunction<String> path) {
        lists.put(name, new Asked(path, new Waits(), new long[1]));
    }

    Map<String, Asked> lists() {
        return lists;
    }

    Consoles begin() {
        for (int i = 0; i < CLIENTS; i++) {
            int first = i * lists.size() / CLIENTS;
            crew.begin("console-" + i, () -> look(first));
        }
        return this;
    }

    private void look(int first) throws IOException {
        List<Asked> all = List.copyOf(lists.values());
        for (int turn = first; !crew.isOver(); turn++) {
            long sent = System.nanoTime();
            Asked asked = all.get(turn % all.size());
            asked.octets[0] = get(asked.path.apply(turn)).length;
            asked.waits.add(System.nanoTime() - sent);
            LockSupport.parkNanos(sent + EVERY_NANOS - System.nanoTime());
        }
    }

    byte[] get(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(base + path).toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + token);
        try (InputStream body = connection.getInputStream()) {
            return body.readAllBytes();
        }
    }

    @Override
    public void close() throws IOException {
        crew.close();
        crew.check();
    }
}
