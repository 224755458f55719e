import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is really in the queue of a server, counted there and not by those who sent it. */
interface Held {
    /** Messages. */
    long messages() throws IOException;

    /** Changes that the server has accepted and still has to work into its lists; 0 if it has none. */
    default long behind() throws IOException {
        return 0;
    }

    /** How often somebody has asked for mail, as the server's history has it; of the last thousand entries. */
    default long asked() throws IOException {
        throw new UnsupportedOperationException("only ours keeps a history");
    }

    /** A file a message, anywhere below a folder. */
    static Held inFiles(Path folder, String end) {
        return () -> {
            try (Stream<Path> files = Files.walk(folder)) {
                return files.filter(Files::isRegularFile)
                        .filter(file -> file.toString().endsWith(end))
                        .count();
            }
        };
    }

    /** Ours says it, page by page, to an operator. */
    static Held byGateway(Path data) {
        return new Held() {
            private static final Pattern ID = Pattern.compile("\"id\":\"");
            private static final Pattern ASKED = Pattern.compile("\"kind\":\"asked\"");
            private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");
            private static final Pattern BEHIND = Pattern.compile("\"behind\":(\\d+)");

            @Override
            public long messages() throws IOException {
                long count = 0;
                String after = "";
                do {
                    String page = get("messages?limit=1000" + after);
                    count += ID.matcher(page).results().count();
                    Matcher next = NEXT.matcher(page);
                    after = next.find() ? "&after=" + next.group(1) : "";
                } while (!after.isEmpty());
                return count;
            }

            @Override
            public long behind() throws IOException {
                Matcher behind = BEHIND.matcher(get("queue"));
                if (!behind.find()) {
                    throw new IOException("the gateway does not say how far its index is behind");
                }
                return Long.parseLong(behind.group(1));
            }

            @Override
            public long asked() throws IOException {
                return ASKED.matcher(get("history?limit=1000")).results().count();
            }

            private String get(String path) throws IOException {
                List<String> access = Files.readAllLines(data.resolve("admin.token"));
                HttpURLConnection connection = (HttpURLConnection)
                        URI.create(access.get(1) + "/api/v1/" + path).toURL().openConnection();
                connection.setRequestProperty("Authorization", "Bearer " + access.get(0));
                return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        };
    }
}
