package org.etrngateway.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BiPredicate;
import org.etrngateway.admin.AccessFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Talks to a running gateway over its HTTP interface, with the token it left in its data folder.
 * HttpURLConnection, for it is up sooner than the newer client.
 */
final class AdminClient {
    private static final int TIME_LIMIT_MS = 30_000;

    /** Behind the last octet there may be much to be made durable. */
    private static final int SENDING_LIMIT_MS = 300_000;

    private final AccessFile access;
    private final Path data;

    private AdminClient(AccessFile access, Path data) {
        this.access = access;
        this.data = data;
    }

    /**
     * @param data the gateway's data folder
     * @throws OperatorException if no gateway runs there, or it is not ours
     */
    static AdminClient of(Path data) {
        try {
            return new AdminClient(AccessFile.read(data), data);
        } catch (NoSuchFileException e) {
            throw notRunning(data);
        } catch (AccessDeniedException e) {
            throw new OperatorException(
                    ExitCode.NO_PERMISSION, e.getFile() + " belongs to another user: run this as the gateway's user");
        } catch (IOException e) {
            throw new OperatorException(ExitCode.UNAVAILABLE, e.getMessage());
        }
    }

    String get(String path) {
        return request("GET", path);
    }

    /**
     * Hears events until the listener has heard enough, or the gateway ends.
     *
     * @param listener given the name and the data of each; true for more
     */
    void listen(String path, BiPredicate<String, JsonNode> listener) {
        try {
            HttpURLConnection connection = open("GET", path);
            connection.setRequestProperty("Accept", "text/event-stream");
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                String unused = answer(connection);
            }
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                hear(lines, listener);
            }
        } catch (IOException e) {
            throw notRunning(data);
        }
    }

    private static void hear(BufferedReader lines, BiPredicate<String, JsonNode> listener) throws IOException {
        String event = "";
        boolean more = true;
        while (more) {
            String line = lines.readLine();
            if (line == null) {
                return;
            }
            if (line.startsWith("event:")) {
                event = line.substring("event:".length()).strip();
            } else if (line.startsWith("data:")) {
                more = listener.test(event, parse(line.substring("data:".length())));
            }
        }
    }

    /**
     * Copies what is answered, octet for octet.
     *
     * @throws IOException if it cannot be written
     */
    void copy(String path, OutputStream to) throws IOException {
        HttpURLConnection connection;
        try {
            connection = open("GET", path);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                String unused = answer(connection);
            }
        } catch (IOException e) {
            throw notRunning(data);
        }
        try (InputStream body = connection.getInputStream()) {
            body.transferTo(to);
        }
    }

    String post(String path) {
        return request("POST", path);
    }

    /**
     * Posts octets, as many as there are; returns the answer.
     *
     * @throws IOException if they cannot be read, or the gateway is gone in the midst of them
     */
    String send(String path, InputStream octets) throws IOException {
        HttpURLConnection connection;
        OutputStream to;
        try {
            connection = open("POST", path);
            connection.setReadTimeout(SENDING_LIMIT_MS);
            connection.setRequestProperty("Content-Type", "application/octet-stream");
            connection.setDoOutput(true);
            connection.setChunkedStreamingMode(0);
            to = connection.getOutputStream();
        } catch (IOException e) {
            throw notRunning(data);
        }
        try (to) {
            octets.transferTo(to);
        } catch (IOException e) {
            // It may have answered before all was sent, because it wants none of it.
            if (connection.getResponseCode() / 100 == 2) {
                throw e;
            }
        }
        return answer(connection);
    }

    /**
     * A further parameter of a query.
     *
     * @param value null for none
     */
    static String parameter(String name, String value) {
        return value == null ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    static JsonNode parse(String json) {
        return JsonMapper.builder().build().readTree(json);
    }

    private String request(String method, String path) {
        try {
            return answer(open(method, path));
        } catch (IOException e) {
            throw notRunning(data);
        }
    }

    private HttpURLConnection open(String method, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                access.address().resolve("/api/v1/" + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(TIME_LIMIT_MS);
        connection.setReadTimeout(TIME_LIMIT_MS);
        connection.setRequestProperty("Authorization", "Bearer " + access.token());
        return connection;
    }

    private static String answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        boolean good = status / 100 == 2;
        try (InputStream body = good ? connection.getInputStream() : connection.getErrorStream()) {
            String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            if (good) {
                return text;
            }
            throw new OperatorException(
                    status == 404 || status == 400 || status == 409 ? ExitCode.USAGE : ExitCode.UNAVAILABLE,
                    detail(status, text));
        }
    }

    private static String detail(int status, String body) {
        try {
            return parse(body).path("detail").asString();
        } catch (JacksonException e) {
            return "the gateway answered " + status;
        }
    }

    private static OperatorException notRunning(Path data) {
        return new OperatorException(ExitCode.UNAVAILABLE, "no gateway runs with the data folder " + data);
    }
}
