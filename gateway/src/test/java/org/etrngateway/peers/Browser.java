package org.etrngateway.peers;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Chromium, driven over HTTP by its chromedriver (W3C WebDriver). */
public final class Browser implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int MOST_STEPS = 200;

    /** Keys that are no characters, as WebDriver has them. */
    public interface Key {
        String TAB = "\uE004";
        String ENTER = "\uE007";
        String ESCAPE = "\uE00C";
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process driver;
    private final URI address;
    private final String session;

    /** Skips the test where this machine has none. */
    public static void assumeThere() {
        assumeThat(isThere())
                .as("chromedriver is missing (Debian: chromium-driver): the console is not tested in a browser")
                .isTrue();
    }

    private static boolean isThere() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "chromedriver")));
    }

    /**
     * @param profile an empty folder
     */
    public Browser(Path profile, int width, int height) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        address = URI.create("http://127.0.0.1:" + port);
        driver = new ProcessBuilder("chromedriver", "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await("chromedriver")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> call("GET", "/status", Map.of()).path("ready").asBoolean());
        List<String> arguments = List.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=en",
                "--window-size=" + width + "," + height,
                "--user-data-dir=" + profile);
        Map<String, Object> wanted =
                Map.of("goog:chromeOptions", Map.of("args", arguments), "goog:loggingPrefs", Map.of("browser", "ALL"));
        session = "/session/"
                + call("POST", "/session", Map.of("capabilities", Map.of("alwaysMatch", wanted)))
                        .path("sessionId")
                        .asString();
    }

    public void open(URI page) {
        JsonNode unused = call("POST", session + "/url", Map.of("url", page.toString()));
    }

    /** A telephone's window, which a desktop's cannot be as narrow as. */
    public void narrow(int width, int height) {
        Map<String, ?> metrics = Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", true);
        command("Emulation.setDeviceMetricsOverride", metrics);
    }

    /** One of the DevTools protocol. */
    private void command(String name, Map<String, ?> parameters) {
        JsonNode unused = call("POST", session + "/goog/cdp/execute", Map.of("cmd", name, "params", parameters));
    }

    /** What a script returns. */
    public JsonNode run(String script, Object... arguments) {
        return call("POST", session + "/execute/sync", Map.of("script", script, "args", List.of(arguments)));
    }

    public String text(String selector) {
        return run("return document.querySelector(arguments[0])?.textContent ?? ''", selector)
                .asString();
    }

    public int count(String selector) {
        return run("return document.querySelectorAll(arguments[0]).length", selector)
                .asInt();
    }

    public void awaitText(String selector, String text) {
        try {
            await().atMost(LIMIT).until(() -> text(selector).contains(text));
        } catch (ConditionTimeoutException e) {
            String page = text("#alert") + " | " + text("main") + " | " + text("dialog");
            throw new AssertionError(selector + " does not say " + text + "; the page: " + page, e);
        }
    }

    /** Until the console shows the page of this address, after the hash sign. */
    public void awaitPage(String hash) {
        await(hash + " is shown")
                .atMost(LIMIT)
                .until(() -> run("return document.querySelector('#main').dataset.shown ?? ''")
                        .asString()
                        .equals(hash));
    }

    public void click(String selector) {
        await(selector).atMost(LIMIT).until(() -> count(selector) > 0);
        JsonNode unused = call("POST", session + "/element/" + element(selector) + "/click", Map.of());
    }

    /** Keys as a person types them. */
    public void type(String selector, String keys) {
        await(selector).atMost(LIMIT).until(() -> count(selector) > 0);
        String element = session + "/element/" + element(selector);
        JsonNode unusedReply = call("POST", element + "/clear", Map.of());
        JsonNode unused = call("POST", element + "/value", Map.of("text", keys));
    }

    /**
     * Presses keys where the focus is, one after the other.
     *
     * @param keys characters, or those of {@link Key}
     */
    public void press(String... keys) {
        List<Map<String, String>> strokes = Arrays.stream(keys)
                .flatMap(key ->
                        Stream.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key)))
                .toList();
        Map<String, ?> keyboard = Map.of("type", "key", "id", "keyboard", "actions", strokes);
        JsonNode unused = call("POST", session + "/actions", Map.of("actions", List.of(keyboard)));
    }

    /** Chooses a file to be sent. */
    public void choose(String selector, Path file) {
        await(selector).atMost(LIMIT).until(() -> count(selector) > 0);
        JsonNode unused =
                call("POST", session + "/element/" + element(selector) + "/value", Map.of("text", file.toString()));
    }

    /** Walks on by Tab, as somebody without a mouse does, to an element; fails if it cannot be reached so. */
    public void tabTo(String selector) {
        await(selector).atMost(LIMIT).until(() -> count(selector) > 0);
        for (int step = 0; step < MOST_STEPS; step++) {
            if (isFocused(selector)) {
                return;
            }
            press(Key.TAB);
        }
        throw new AssertionError("the keyboard does not lead to " + selector);
    }

    public boolean isFocused(String selector) {
        return run("return document.activeElement.matches(arguments[0])", selector)
                .asBoolean();
    }

    /** The theme that the system is set to. */
    public void theme(String scheme) {
        Map<String, ?> media = Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme)));
        command("Emulation.setEmulatedMedia", media);
    }

    /** Where files go that are saved. */
    public void saveTo(Path folder) {
        command("Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
    }

    /** What a script gives to the function that is its last argument. */
    public JsonNode runUntilDone(String script) {
        return call("POST", session + "/execute/async", Map.of("script", script, "args", List.of()));
    }

    /** What the browser complained of: errors, and breaches of the page's policy. */
    public List<String> complaints() {
        return call("POST", session + "/se/log", Map.of("type", "browser"))
                .valueStream()
                .filter(entry -> entry.path("level").asString().equals("SEVERE"))
                .map(entry -> entry.path("message").asString())
                .toList();
    }

    private String element(String selector) {
        return call("POST", session + "/element", Map.of("using", "css selector", "value", selector))
                .valueStream()
                .findFirst()
                .orElseThrow()
                .asString();
    }

    private JsonNode call(String method, String path, Map<String, ?> body) {
        HttpRequest.BodyPublisher content = method.equals("POST")
                ? HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))
                : HttpRequest.BodyPublishers.noBody();
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(LIMIT)
                .method(method, content)
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode value = JSON.readTree(response.body()).path("value");
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        path + ": " + value.path("message").asString());
            }
            return value;
        } catch (IOException e) {
            throw new IllegalStateException("the browser's driver does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        try {
            JsonNode unused = call("DELETE", session, Map.of());
        } finally {
            driver.destroy();
        }
    }
}
